using System.Diagnostics;
using System.Globalization;

namespace Coroutines.Benchmarks;

/// <summary>A <see cref="LoadGenerator"/> that runs, and has connected.</summary>
internal sealed class Load : IDisposable
{
    private readonly Process _process;

    /// <param name="port">The server's port on this machine.</param>
    /// <param name="connections">How many connections it makes.</param>
    internal Load(int port, int connections)
    {
        _process = Processor.Start(Processor.OfLoad, ThisProgram.With(LoadGenerator.Command, Text(port), Text(connections)));
        WaitUntilDone();
    }

    /// <summary>Sends so many messages, and returns when each of them has come back.</summary>
    internal void Exchange(int messages) => Order(LoadGenerator.Exchange, messages);

    /// <summary>Sends so many bytes through one connection, and returns when they have come back.</summary>
    internal void Transfer(long bytes) => Order(LoadGenerator.Transfer, bytes);

    /// <summary>Closes the connections.</summary>
    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private void Order(string order, long count)
    {
        _process.StandardInput.WriteLine($"{order} {Text(count)}");
        WaitUntilDone();
    }

    private void WaitUntilDone()
    {
        if (_process.StandardOutput.ReadLine() != LoadGenerator.Done)
        {
            throw new InvalidOperationException("The load generator has ended.");
        }
    }
}
