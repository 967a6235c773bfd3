namespace Coroutines.Packaging;

/// <summary>What a package is to be.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Folder">Where its project is, from the repository's root, with the approved surface beside it.</param>
/// <param name="Files">What is in it, without what NuGet itself puts there.</param>
internal sealed record ExpectedPackage(string Id, string Folder, string[] Files);
