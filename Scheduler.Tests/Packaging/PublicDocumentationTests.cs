using System.Xml.Linq;
using Coroutines.Packaging;

namespace Coroutines.Tests.Packaging;

/// <summary>What is left of an assembly's documentation: that of its public members, with what they inherit.</summary>
public sealed class PublicDocumentationTests
{
    private const string Source = """
        /// <summary>A public class.</summary>
        public class C
        {
            /// <summary>Waits.</summary>
            /// <param name="seconds">How long.</param>
            /// <returns>A number.</returns>
            public int Wait(int seconds) => seconds;

            /// <inheritdoc cref="Wait(int)"/>
            /// <param name="seconds">How long, to the tick.</param>
            /// <param name="name">Who.</param>
            public int Wait(double seconds, string name) => 0;

            /// <inheritdoc cref="Wait(double, string)"/>
            public void WaitAndForget(double seconds) { }

            /// <inheritdoc cref="Second"/>
            public void First() { }

            /// <inheritdoc cref="First"/>
            public void Second() { }

            /// <summary>For those who derive.</summary>
            protected void Derived() { }

            /// <summary>An internal.</summary>
            internal void Hidden() { }

            /// <summary>Private.</summary>
            private void Own() { }
        }

        /// <summary>An internal class.</summary>
        internal class D
        {
            /// <summary>Public in vain.</summary>
            public void Seen() { }
        }
        """;

    [Test]
    public void Strip_LeavesWhatAUserSees()
    {
        string[] members = [.. Stripped().Descendants("member").Select(PublicDocumentation.NameOf)];
        members.ShouldBe(
        [
            "T:C", "M:C.Wait(System.Int32)", "M:C.Wait(System.Double,System.String)", "M:C.WaitAndForget(System.Double)", "M:C.First", "M:C.Second", "M:C.Derived",
        ]);
    }

    [Test]
    public void Inherited_IsWrittenOut_WhereTheMemberSaysNothingItself()
    {
        XElement[] parts = Member("M:C.Wait(System.Double,System.String)");
        parts.Select(static part => $"{part.Name} {(string?)part.FirstAttribute}: {part.Value}".Replace(" :", ":", StringComparison.Ordinal)).ShouldBe(
            ["param seconds: How long, to the tick.", "param name: Who.", "summary: Waits.", "returns: A number."]);
    }

    [Test]
    public void Inherited_IsOnlyWhatFitsTheMember() =>
        Member("M:C.WaitAndForget(System.Double)").Select(static part => $"{part.Name}: {part.Value}").ShouldBe(["param: How long, to the tick.", "summary: Waits."]);

    [Test]
    public void Inherited_InARing_IsNothing()
    {
        Member("M:C.First").ShouldBeEmpty();
        Member("M:C.Second").ShouldBeEmpty();
    }

    private static XElement[] Member(string name) =>
        [.. Stripped().Descendants("member").Single(member => PublicDocumentation.NameOf(member) == name).Elements()];

    private static XDocument Stripped()
    {
        using var folder = new TemporaryFolder();
        var built = new BuiltAssembly("Stripped", Source);
        File.WriteAllBytes(folder.File("Stripped.dll"), built.Image);
        File.WriteAllText(folder.File("Stripped.xml"), built.Documentation);
        PublicDocumentation.Strip(folder.File("Stripped.dll"), folder.File("Stripped.xml"));
        return XDocument.Load(folder.File("Stripped.xml"));
    }
}
