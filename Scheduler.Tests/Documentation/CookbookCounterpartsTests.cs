using System.ComponentModel;
using System.Diagnostics;
using Coroutines.Examples.Cookbook.Command;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Coroutines.Tests.Documentation;

/// <summary>What stands beside the recipes, of asyncio and of Unity, is right as far as a compiler can tell.</summary>
public sealed class CookbookCounterpartsTests
{
    // Compiles what stands between form feeds.
    private const string Compiler = """
        import sys
        if sys.version_info < (3, 10):
            sys.exit("too old")
        for block in sys.stdin.read().split("\f"):
            compile(block, "page", "exec")
        """;

    private const string Usings = """
        using System; using System.Collections; using System.Collections.Generic; using System.Threading; using System.Threading.Tasks;
        using UnityEngine; using UnityEngine.Networking; using UnityEngine.SceneManagement; using UnityEngine.UI;
        using Random = UnityEngine.Random; using Object = UnityEngine.Object;

        """;

    // What the pages use of Unity's, and nothing of what it does.
    private const string Unity = """
        namespace UnityEngine
        {
            public class Object { public static T Instantiate<T>(T original) where T : Object => original; }
            public class YieldInstruction { }
            public class CustomYieldInstruction { }
            public sealed class Coroutine : YieldInstruction { }
            public sealed class WaitForSeconds : YieldInstruction { public WaitForSeconds(float seconds) { } }
            public sealed class WaitForSecondsRealtime : CustomYieldInstruction { public WaitForSecondsRealtime(float time) { } }
            public sealed class WaitUntil : CustomYieldInstruction { public WaitUntil(Func<bool> predicate) { } }
            public class AsyncOperation : YieldInstruction { public bool isDone; public float progress; }
            public sealed class GameObject : Object { }
            public sealed class Transform : Object { public Vector3 localPosition; }
            public class MonoBehaviour : Object
            {
                public Coroutine StartCoroutine(IEnumerator routine) => null;
                public void StopCoroutine(Coroutine routine) { }
                public void InvokeRepeating(string methodName, float time, float repeatRate) { }
            }
            public static class Time { public static float time, unscaledTime, deltaTime, timeScale; }
            public static class Debug { public static void Log(object message) { } }
            public enum KeyCode { Space }
            public static class Input
            {
                public static bool anyKeyDown;
                public static bool GetKeyDown(KeyCode key) => false;
                public static bool GetButtonDown(string name) => false;
                public static bool GetMouseButtonDown(int button) => false;
            }
            public static class Random { public static Vector3 insideUnitSphere; }
            public struct Vector3
            {
                public static Vector3 zero;
                public static Vector3 operator *(Vector3 a, float d) => a;
                public static bool operator ==(Vector3 a, Vector3 b) => true;
                public static bool operator !=(Vector3 a, Vector3 b) => false;
                public override bool Equals(object other) => true;
                public override int GetHashCode() => 0;
            }
        }
        namespace UnityEngine.UI
        {
            public sealed class Text : Object { public string text; }
            public sealed class Slider : Object { public float value; }
        }
        namespace UnityEngine.SceneManagement
        {
            public static class SceneManager { public static AsyncOperation LoadSceneAsync(string sceneName) => null; }
        }
        namespace UnityEngine.Networking
        {
            public sealed class UnityWebRequest : IDisposable
            {
                public enum Result { Success }
                public Result result;
                public static UnityWebRequest Get(string uri) => null;
                public AsyncOperation SendWebRequest() => null;
                public void Dispose() { }
            }
        }
        """;

    // What they refer to: to read all that there is takes longer than to compile.
    private static readonly string[] _assemblies = ["System.Private.CoreLib", "System.Runtime", "System.Collections", "System.Threading"];

    [Test]
    public void BlocksForUnity_Compile()
    {
        var language = new CSharpParseOptions(LanguageVersion.CSharp9);
        List<SyntaxTree> trees = [CSharpSyntaxTree.ParseText(Usings + Unity, language)];
        foreach (RecipeEntry recipe in Recipes.All)
        {
            string code = string.Concat(new CookbookPage(recipe).Unity);
            trees.Add(CSharpSyntaxTree.ParseText($"{Usings}\nclass Page{trees.Count} : MonoBehaviour\n{{\n{code}\n}}", language, recipe.Name));
        }

        var compilation = CSharpCompilation.Create(
            "Pages",
            trees,
            PlatformReferences.Of(_assemblies.Contains),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));

        compilation.GetDiagnostics().Where(static found => found.Severity == DiagnosticSeverity.Error).ShouldBeEmpty();
    }

    // The classes and functions that they call are those of 3.13; their syntax is known from 3.10 on.
    [Test]
    public void BlocksForAsyncio_Compile()
    {
        string[] blocks = [.. Recipes.All.SelectMany(static recipe => new CookbookPage(recipe).Python)];
        blocks.Length.ShouldBeGreaterThan(25);

        string? errors = CompilePython(string.Join('\f', blocks));

        if (errors is null or "too old\n")
        {
            Assert.Ignore("There is no Python here that knows the syntax.");
        }

        errors.ShouldBeEmpty();
    }

    /// <summary>What the compiler says; null where there is none.</summary>
    private static string? CompilePython(string blocks)
    {
        var start = new ProcessStartInfo("python3", ["-c", Compiler]) { RedirectStandardInput = true, RedirectStandardError = true };
        try
        {
            using Process python = Process.Start(start)!;
            python.StandardInput.Write(blocks);
            python.StandardInput.Close();
            return python.StandardError.ReadToEnd();
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
