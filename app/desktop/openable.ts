// Which downloaded files may be handed to the system to open. What runs instead of being shown is refused by its
// ending: programs, scripts, installers, shortcuts, and documents whose macros or links run. Strangers wrote these
// files; a double click must not be how their code starts.

const REFUSED = new Set(
  [
    // Windows: PATHEXT, installers, control panel, shell and script hosts
    'exe com bat cmd scr pif cpl msi msp msu msix msixbundle appx appxbundle appinstaller application gadget',
    'vbs vbe js jse mjs ws wsf wsh wsc sct ps1 ps1xml ps2 psc1 psc2 psm1 psd1 hta reg inf ins isp job msc mst',
    'lnk url website scf library-ms search-ms searchconnector-ms settingcontent-ms theme themepack deskthemepack',
    'diagcab rdp rdg wcx chm hlp cab jnlp jar class ade adp mda mdb mde accde xll slk iqy csproj vbproj sln dll ocx sys drv',
    'docm dotm xlsm xltm xlam pptm potm ppam ppsm sldm one',
    // Images of disks: what is inside has lost the mark of the web
    'iso img vhd vhdx dmg udf',
    // macOS
    'app command tool workflow action scpt scptd applescript osax pkg mpkg prefpane terminal webloc inetloc fileloc',
    'kext plugin bundle dylib component mobileconfig configprofile saver qlgenerator',
    // Linux and scripts of any system
    'desktop directory sh bash zsh csh ksh fish run bin elf out appimage flatpakref flatpakrepo flatpak snap deb rpm apk service',
    'py pyc pyw pyz rb pl pm php lua tcl go awk so ko action autostart kdelnk',
    // Pages: they would run with the rights of a local file
    'html htm xhtml xht shtml mht mhtml svg xml xsl',
    // What would come back to us or to another program as an order
    'torrent ps eps',
  ].flatMap((line) => line.split(' ')),
)

/** What Windows makes of a name: no dots and spaces at the end, no alternate stream after a colon. */
const plain = (name: string): string => (name.split(':')[0] ?? '').replace(/[. ]+$/, '')

/** `name` is the file's own name, without folders. Names without an ending are not known to be harmless. */
export const isOpenable = (name: string): boolean => {
  if (/[\u0000-\u001f\u007f/\\]/.test(name)) return false
  const ending = /\.([^.\s]+)$/.exec(plain(name))?.[1]
  return ending !== undefined && !REFUSED.has(ending.toLowerCase())
}
