@echo off
rem Starts Flowtally from its source folder; builds it first where that is needed.
rem FLOWTALLY_JAVA_OPTS: options for the JVM, placed after (and so stronger than) the ones chosen here.
setlocal EnableExtensions DisableDelayedExpansion

set "ROOT=%~dp0"
set "DIST=%ROOT%app\target\flowtally"
set "JDK="

call :try "%JAVA_HOME%"
for /d %%d in ("%ProgramFiles%\Java\*25*" "%ProgramFiles%\Eclipse Adoptium\*25*" "%ProgramFiles%\Microsoft\*25*") do call :try "%%~d"
for %%j in (java.exe) do if not "%%~$PATH:j"=="" for %%p in ("%%~dp$PATH:j..") do call :try "%%~fp"
if not defined JDK (
  echo flowtally: needs a JDK 25 and found none in JAVA_HOME, the program folders or PATH. Install one, or set JAVA_HOME to it. 1>&2
  exit /b 2
)

rem No file times in batch: PowerShell compares them.
set "STALE="
if not exist "%DIST%\stamp" set "STALE=1"
if not defined STALE for /f %%s in ('powershell -NoProfile -Command "$t=(Get-Item -LiteralPath $env:DIST\stamp).LastWriteTimeUtc; $n=@(Get-Item $env:ROOT\pom.xml,$env:ROOT\*\pom.xml)+@(Get-ChildItem -Recurse $env:ROOT\*\src\main); if ($n.Where({$_.LastWriteTimeUtc -gt $t}).Count) {'stale'}"') do set "STALE=1"
if defined STALE (
  call :build
  if errorlevel 1 exit /b 2
)

set "OPTIONS="
if "%~1"=="collect" set "OPTIONS=-Xmx160m -XX:+UseSerialGC -XX:MaxDirectMemorySize=256m"
for %%c in (-h --help -V --version help status set) do if "%~1"=="%%c" set "OPTIONS=-XX:+UseSerialGC -XX:TieredStopAtLevel=1"

"%JDK%\bin\java.exe" --module-path "%DIST%\fx" --add-modules javafx.controls,javafx.fxml,javafx.swing --enable-native-access=javafx.graphics,ALL-UNNAMED --sun-misc-unsafe-memory-access=allow %OPTIONS% %FLOWTALLY_JAVA_OPTS% -cp "%DIST%\lib\*" net.flowtally.app.launch.Main %*
exit /b %ERRORLEVEL%

:try
if defined JDK exit /b 0
if not exist "%~1\bin\javac.exe" exit /b 0
findstr /b /c:"JAVA_VERSION=\"25" "%~1\release" >nul 2>&1 && set "JDK=%~1"
exit /b 0

:build
where mvn >nul 2>&1
if errorlevel 1 (
  echo flowtally: has to be built first, and there is no Maven ^(mvn^) in PATH. Install Maven 3.8.1 or newer. 1>&2
  exit /b 1
)
echo building Flowtally (first start or changed source) ... 1>&2
setlocal
set "JAVA_HOME=%JDK%"
pushd "%ROOT%"
call mvn -q -B -ntp -pl app -am -DskipTests -Djacoco.skip package <nul 1>&2
set "STATUS=%ERRORLEVEL%"
popd
if not "%STATUS%"=="0" (
  echo flowtally: the build failed; Maven's own words are above. Without a network, Maven can only build with libraries it has fetched before. 1>&2
  exit /b 1
)
exit /b 0
