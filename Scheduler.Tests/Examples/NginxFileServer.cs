using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Coroutines.Tests.RealPeers;

namespace Coroutines.Tests.Examples;

/// <summary>nginx, in a process of its own.</summary>
internal sealed class NginxFileServer : FileServer
{
    private const int Attempts = 10;

    private readonly Process _process;
    private readonly TemporaryFolder _home;

    private NginxFileServer(Process process, TemporaryFolder home, int port)
    {
        _process = process;
        _home = home;
        Address = $"http://127.0.0.1:{port}";
    }

    public override string Address { get; }

    /// <summary>Starts it; skips the test where it is not installed.</summary>
    internal static NginxFileServer Start(string folder)
    {
        string nginx = Tool.Require("nginx");
        for (int i = 0; i < Attempts; i++)
        {
            // It cannot be told to have the system choose a port; another process may take this one before it does.
            if (TryStart(nginx, folder, FreePort()) is { } server)
            {
                return server;
            }
        }

        throw new InvalidOperationException("nginx does not start.");
    }

    public override void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
        _home.Dispose();
    }

    private static NginxFileServer? TryStart(string nginx, string folder, int port)
    {
        var home = new TemporaryFolder();
        string configuration = home.File("nginx.conf");
        File.WriteAllText(configuration, $$"""
            daemon off;
            master_process off;
            pid {{home.File("pid")}};
            error_log stderr;
            events { worker_connections 256; }
            http {
                access_log off;
                default_type application/octet-stream;
                client_body_temp_path {{home.File("body")}};
                proxy_temp_path {{home.File("proxy")}};
                fastcgi_temp_path {{home.File("fastcgi")}};
                uwsgi_temp_path {{home.File("uwsgi")}};
                scgi_temp_path {{home.File("scgi")}};
                server {
                    listen 127.0.0.1:{{port}};
                    root {{folder}};
                }
            }
            """);
        Process process = Tool.Start(nginx, "-p", home.Path, "-c", configuration, "-e", "stderr");
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        while (!process.HasExited)
        {
            if (IsListening(port))
            {
                return new NginxFileServer(process, home, port);
            }

            Thread.Yield();
        }

        process.Dispose();
        home.Dispose();
        return null;
    }

    private static bool IsListening(int port)
    {
        using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            probe.Connect(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        probe.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)probe.LocalEndPoint!).Port;
    }
}
