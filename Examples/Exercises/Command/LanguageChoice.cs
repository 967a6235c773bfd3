using System.Runtime.InteropServices;

namespace Coroutines.Exercises.Command;

/// <summary>Which language the learner wants: that of the option, or else that of the environment, and English where neither is known.</summary>
/// <param name="Chosen">The language; null where the option names one that the course does not have.</param>
/// <param name="Arguments">The command's arguments without the option.</param>
internal sealed record LanguageChoice(Language? Chosen, string[] Arguments)
{
    private const string Option = "--language";

    // Of a Windows language's number, these bits are the language, and the others the country.
    private const int PrimaryLanguage = 0x3FF;
    private const int WindowsJapanese = 0x11;

    // As POSIX has it: the first one that is set decides, whatever it says.
    private static readonly string[] _variables = ["LC_ALL", "LC_MESSAGES", "LANG"];

    /// <summary>Reads the arguments, and where they say nothing, the environment of this process.</summary>
    internal static LanguageChoice Of(string[] arguments) => Of(arguments, Environment.GetEnvironmentVariable, IsWindowsJapanese);

    /// <param name="arguments">What the command was called with; the option may stand anywhere among them.</param>
    /// <param name="variable">Gives the value of a variable of the environment.</param>
    /// <param name="isSystemJapanese">Tells the system's own language, where no variable does.</param>
    internal static LanguageChoice Of(string[] arguments, Func<string, string?> variable, Func<bool> isSystemJapanese)
    {
        int place = Array.IndexOf(arguments, Option);
        return place < 0
            ? new(OfEnvironment(variable, isSystemJapanese), arguments)
            : new(Named(arguments.ElementAtOrDefault(place + 1)), [.. arguments[..place], .. arguments.Skip(place + 2)]);
    }

    private static Language? Named(string? name) => name switch
    {
        "en" => Language.English,
        "ja" => Language.Japanese,
        _ => null,
    };

    private static Language OfEnvironment(Func<string, string?> variable, Func<bool> isSystemJapanese)
    {
        string? locale = _variables.Select(variable).FirstOrDefault(value => !string.IsNullOrEmpty(value));
        bool isJapanese = locale is null ? isSystemJapanese() : IsJapanese(locale);
        return isJapanese ? Language.Japanese : Language.English;
    }

    // "ja", "ja_JP.UTF-8", "ja-JP", but not "jam".
    private static bool IsJapanese(string locale) =>
        locale.StartsWith("ja", StringComparison.OrdinalIgnoreCase) && (locale.Length == 2 || locale[2] is '_' or '-' or '.' or '@');

    private static bool IsWindowsJapanese() =>
        OperatingSystem.IsWindows() && (GetUserDefaultUILanguage() & PrimaryLanguage) == WindowsJapanese;

    // CultureInfo.CurrentUICulture does not tell: the program runs with the invariant culture.
    [DllImport("kernel32.dll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern ushort GetUserDefaultUILanguage();
}
