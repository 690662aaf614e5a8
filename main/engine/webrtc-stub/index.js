// Stands in for webrtc-polyfill through npm's overrides: peers in browsers are no goal, and the real one brings 9 MB of
// native code that parses what strangers send. With these undefined the libraries above report WebRTC as unsupported.

export const RTCPeerConnection = undefined
export const RTCSessionDescription = undefined
export const RTCIceCandidate = undefined
