export function encode(){}; export function decode(){}; export default {encode,decode}
