using System.Text.RegularExpressions;
using Coroutines.Tests.Architecture;

namespace Coroutines.Tests.Documentation;

/// <summary>In all Japanese texts, one thing has one name, written in one way.</summary>
/// <remarks>
/// What English words in -er, -or and -ar have become ends in ー, as in Microsoft's texts and its tools, which a reader of this library has beside
/// it: スケジューラー, サーバー, コンパイラー. What those in -ry and -ty have become does not: ライブラリ, メモリ, プロパティ.
/// </remarks>
public sealed partial class JapaneseTermsTests
{
    // They end as the others do, but come from no such English word.
    private static readonly string[] _otherWords = ["ラムダ"];

    private static readonly (string Wrong, string Right)[] _terms =
    [
        (@"(スケジューラ|ジェネレータ|イテレータ|コンパイラ|サーバ|タイマ|エディタ|デバッガ|アナライザ|カウンタ|ハンドラ|フォルダ|ワーカ|コンテナ|プロデューサ|コンシューマ)(?!ー)", "$1ー"),
        ("(ライブラリ|メモリ|プロパティ|リポジトリ|ファクトリ|ディレクトリ|カテゴリ|エントリ|クエリ)ー", "$1"),
        (@"([\d}]|何) ?歩", "$1 ステップ"),
        ("歩数", "ステップ数"),
    ];

    private static IEnumerable<string> Texts =>
    [
        .. RepositoryFiles.Below("", "*.ja.md"),
        .. RepositoryFiles.Below("Examples/Exercises", "messages.ja"),
        "Examples/Exercises/Command/Messages.cs",
    ];

    [TestCaseSource(nameof(Texts))]
    public void Text_HasOneNameForOneThing(string path)
    {
        string text = RepositoryFiles.Read(path);

        IEnumerable<string> mixed =
            from term in _terms
            from Match found in Regex.Matches(text, term.Wrong)
            select $"{found.Value}: {found.Result(term.Right)}";

        mixed.Distinct().ShouldBeNone($"{path} has another name for the same thing.");
    }

    [TestCaseSource(nameof(Texts))]
    public void Word_OfAnEnglishOneInEr_EndsInALongVowel(string path) =>
        Word().Matches(RepositoryFiles.Read(path)).Select(static word => word.Value).Distinct()
            .Where(static word => !_otherWords.Any(other => word.EndsWith(other, StringComparison.Ordinal)))
            .ShouldBeNone($"{path} has words that end without ー. Those that have to are among the other words of this test.");

    // Of three letters or more, the last one with the vowel of スケジューラ.
    [GeneratedRegex(@"(?<![ァ-ヺー])[ァ-ヺー]{2,}[カガサザタダナハバパマヤラワ](?![ァ-ヺー])")]
    private static partial Regex Word();
}
