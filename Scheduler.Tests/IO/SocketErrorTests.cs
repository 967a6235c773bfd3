using System.Net.Sockets;
using System.Reflection;
using System.Runtime.InteropServices;

namespace Coroutines.Tests.IO;

/// <summary>What the system's own calls fail with has the name that .NET gives it.</summary>
[Platform("Linux")]
public sealed class SocketErrorTests
{
    private const int Highest = 133;

    [Test]
    public void Error_HasTheNameThatDotNetGivesIt()
    {
        var different = new List<string>();
        for (int number = 1; number <= Highest; number++)
        {
            SocketError ours = Libc.SocketErrorOf(number);
            SocketError theirs = OfDotNet(number);
            if (ours != theirs)
            {
                different.Add($"{number}: {ours}, and .NET says {theirs}");
            }
        }

        different.ShouldBeEmpty();
    }

    private static SocketError OfDotNet(int number)
    {
        Type pal = typeof(Socket).Assembly.GetType("System.Net.Sockets.SocketErrorPal", throwOnError: true)!;
        MethodInfo convert = pal.GetMethod("GetSocketErrorForNativeError", BindingFlags.Static | BindingFlags.NonPublic)!;
        Type error = convert.GetParameters()[0].ParameterType;
        return (SocketError)convert.Invoke(null, [Enum.ToObject(error, ConvertError(number))])!;
    }

    [DllImport("libSystem.Native", EntryPoint = "SystemNative_ConvertErrorPlatformToPal")]
    private static extern int ConvertError(int number);
}
