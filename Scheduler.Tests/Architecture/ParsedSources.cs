namespace Coroutines.Tests.Architecture;

/// <summary>The trees of all files are of use to the tests of this folder only; the many tests that collect garbage would go through them each time.</summary>
[SetUpFixture]
public sealed class ParsedSources
{
    [OneTimeTearDown]
    public void Forget()
    {
        SourceFile.ForgetAll();
        LibraryModel.Forget();
    }
}
