using System.Reflection;
using System.Runtime.Loader;
using System.Text;
using System.Text.RegularExpressions;
using Coroutines.Tests.Architecture;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Coroutines.Tests.Documentation;

/// <summary>The programs that the pages show together with what they print, compiled from what a reader sees, and nothing else.</summary>
/// <remarks>
/// A program is a csharp block below which, under the same heading, a text block stands. A block that declares a type belongs to the
/// programs below it.
/// </remarks>
internal sealed partial class PagePrograms
{
    // One file, as old compilers understand it.
    private const string Head = """
        using System;
        using System.Collections.Generic;
        using System.IO;
        using System.Linq;
        using System.Net;
        using System.Threading;
        using System.Threading.Channels;
        using Coroutines;
        using Coroutines.Testing;
        using Shouldly;
        using static Coroutines.Awaitable;
        using static Coroutines.Testing.TestKit;
        """;

    private readonly List<(string Name, string Code, string Printed)> _programs = [];
    private readonly LanguageVersion _version;
    private readonly Lazy<Assembly> _assembly;

    internal PagePrograms()
        : this(LanguageVersion.CSharp14, ["README.md", .. RepositoryFiles.Below("Scheduler", "*.md"), .. RepositoryFiles.Below("Examples", "*.md")])
    {
    }

    /// <param name="version">The language that they are compiled as.</param>
    /// <param name="pages">The pages that they stand on.</param>
    internal PagePrograms(LanguageVersion version, IEnumerable<string> pages)
    {
        _version = version;
        foreach (string page in pages)
        {
            Read(page);
        }

        _assembly = new Lazy<Assembly>(Compile);
    }

    internal IEnumerable<string> Names => _programs.Select(static program => program.Name);

    /// <summary>What the page says that a program prints.</summary>
    internal string[] Shown(string name) => _programs.Find(program => program.Name == name).Printed.TrimEnd('\n').Split('\n');

    /// <summary>What it prints. What runs in it is virtual, and takes no time.</summary>
    internal string[] Run(string name)
    {
        Type program = _assembly.Value.GetType($"Page.Program{_programs.FindIndex(program => program.Name == name)}")!;
        var printed = new StringBuilder();
        Action<string> write = line => printed.Append(line).Append('\n');
        program.GetMethod("Main")!.CreateDelegate<Action<Action<string>>>()(write);
        return printed.ToString().TrimEnd('\n').Split('\n');
    }

    private void Read(string page)
    {
        string? types = null;
        string? name = null;
        string? code = null;
        foreach (Match part in Part().Matches(RepositoryFiles.Read(page)))
        {
            if (part.Groups["heading"].Success)
            {
                (types, name, code) = (null, null, null);
            }
            else if (part.Groups["language"].Value == "text" && code is not null)
            {
                _programs.Add((name!, $"{types}\npublic static void Main(Action<string> write)\n{{\nvar Console = new Printer(write);\n{code}\n}}", part.Groups["code"].Value));
                code = null;
            }
            else if (part.Groups["name"].Success && TypeDeclaration().IsMatch(part.Groups["code"].Value))
            {
                types += part.Groups["code"].Value;
            }
            else
            {
                name = part.Groups["name"].Success ? part.Groups["name"].Value + (Translations.Includes(page) ? " (translated)" : "") : null;
                code = name is null ? null : RealRun().Replace(part.Groups["code"].Value, "Scheduler.Run($1, new SchedulerOptions { TimeProvider = new VirtualClock() });");
            }
        }
    }

    private Assembly Compile()
    {
        var source = new StringBuilder(Head).Append("\nnamespace Page {\n");
        source.Append("internal sealed class Printer { private readonly Action<string> _write; public Printer(Action<string> write) => _write = write; public void WriteLine(string line) => _write(line); }\n");
        for (int i = 0; i < _programs.Count; i++)
        {
            source.Append($"public static class Program{i}\n{{\n{_programs[i].Code}\n}}\n");
        }

        source.Append('}');

        var compilation = CSharpCompilation.Create(
            $"PagePrograms{_version}",
            [CSharpSyntaxTree.ParseText(source.ToString(), new CSharpParseOptions(_version))],
            PlatformReferences.All,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        using var assembly = new MemoryStream();
        compilation.Emit(assembly).Diagnostics.Where(static found => found.Severity == DiagnosticSeverity.Error)
            .ShouldBeEmpty("A program that a page shows together with what it prints is complete.");
        assembly.Position = 0;
        return AssemblyLoadContext.Default.LoadFromStream(assembly);
    }

    [GeneratedRegex(@"^(?:(?<heading>\#+\ )|(?:<!--\ snippet:\ (?<name>\S+)\ -->\n+)?```(?<language>\w*)\n(?<code>(?s:.*?))^```$)", RegexOptions.Multiline | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Part();

    [GeneratedRegex(@"^(?:public |internal |private )?(?:sealed )?(?:class|struct|record) ")]
    private static partial Regex TypeDeclaration();

    [GeneratedRegex(@"Scheduler\.Run\((\w+\(\))\);")]
    private static partial Regex RealRun();
}
