using System.ComponentModel;
using System.Diagnostics;

namespace Coroutines.Tests.Examples;

/// <summary>Python's, in a process of its own.</summary>
internal sealed class PythonFileServer : FileServer
{
    // The server as it is, but that fifty may knock at the same time.
    private const string Program = """
        import functools, http.server, sys
        http.server.ThreadingHTTPServer.request_queue_size = 100
        handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=sys.argv[1])
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        print(server.server_port, flush=True)
        server.serve_forever()
        """;

    private readonly Process _process;

    private PythonFileServer(Process process, int port)
    {
        _process = process;
        Address = $"http://127.0.0.1:{port}";
    }

    public override string Address { get; }

    /// <summary>Starts it; null where there is no Python.</summary>
    internal static PythonFileServer? TryStart(string folder)
    {
        try
        {
            var start = new ProcessStartInfo("python3", ["-c", Program, folder])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            Process process = Process.Start(start)!;
            process.ErrorDataReceived += (_, _) => { };
            process.BeginErrorReadLine();
            if (int.TryParse(process.StandardOutput.ReadLine(), out int port))
            {
                return new PythonFileServer(process, port);
            }

            process.Dispose();
            return null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    public override void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }
}
