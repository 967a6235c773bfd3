using System.ComponentModel;
using System.Diagnostics;

namespace Coroutines.Tests.Streams;

/// <summary>Asks Python what it says; where there is none, the test is ignored.</summary>
internal static class PythonOracle
{
    internal static string Ask(string program)
    {
        try
        {
            using Process python = Process.Start(new ProcessStartInfo("python3", ["-c", program]) { RedirectStandardOutput = true })!;
            string answer = python.StandardOutput.ReadToEnd();
            python.WaitForExit();
            return answer.TrimEnd();
        }
        catch (Win32Exception)
        {
            Assert.Ignore("python3 is not installed.");
            throw;
        }
    }
}
