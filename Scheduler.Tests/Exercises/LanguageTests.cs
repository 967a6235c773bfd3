using System.Text.Json;

namespace Coroutines.Tests.Exercises;

/// <summary>What a learner gets to read in Japanese.</summary>
public sealed class LanguageTests
{
    [Test]
    public void AFailedTest_AndWhatIsNoticed()
    {
        using CourseCopy course = new(1, 2);
        course.Solve(1);

        (int exitCode, string output) = course.Run(Language.Japanese);

        exitCode.ShouldBe(1);
        output.ShouldStartWith("""

            [#.]  2 問中 1 問が解けました

              ok  1. ジェネレーターを手で進める
              ->  2. コルーチンは呼び出しただけでは動かない       テスト 3 件中 0 件が成功

            次の演習: 2. コルーチンは呼び出しただけでは動かない

            """);
        output.ShouldContain("気づいた点 (Calling.cs)\n    18 行目: Wash を呼び出してもコルーチンが作られるだけで、誰も実行していません\n    (演習 2)\n");
        output.ShouldContain("""
            失敗 RunToEnd_OfACoroutine_RunsAllOfItAndCountsItsStops
                RunToEnd はコルーチンを受け取ったら、MoveNext が false を返すまで
                進めなければなりません。

                      期待値   | 実際の出力
                  ->  step 1   | (何もなし)
                      step 2   | (何もなし)
            """);
        output.ShouldContain("変更するたびに、もう一度実行してください。");
    }

    [Test]
    public void AnError_IsTheCompilers_AndAllAroundItIsJapanese()
    {
        using CourseCopy course = new(1);
        course.Edit(1, "TakeTwo(", "TakeBoth(");

        string progress = course.Run(Language.Japanese).Output;
        string tests = course.Run(Language.Japanese, "1").Output;

        progress.ShouldMatch(@"->  1\. ジェネレーターを手で進める +コンパイルできません\n");
        progress.ShouldContain("コンパイルエラー (GeneratorsTests.cs)\n    テストが使うものが、あなたのファイルにありません。");
        progress.ShouldMatch(@"\n    \d+ 行目: 'Generators' does not contain a definition for 'TakeTwo' \(CS0117\)\n");
        tests.ShouldEndWith("コンパイルできるようになるまで、テストは実行できません。\n");
    }

    [Test]
    public void AnErrorOfAKindThatCoroutinesHave_IsExplainedInJapanese()
    {
        using CourseCopy course = new(7);
        course.Edit(7, "yield break;", "yield return 5;");

        course.Run(Language.Japanese, "7").Output.ShouldContain("(CS0029)\n        yield return 5;\n    コルーチンが yield するのは、待つ対象です。");
    }

    [Test]
    public void AnExceptionOfTheLearners_IsTold_WithItsPlace()
    {
        using CourseCopy course = new(25);
        course.Edit(25, "        // Race<string>(...)", "        throw new InvalidOperationException(\"not yet\");\n        // Race<string>(...)");

        course.Run(Language.Japanese, "25").Output
            .ShouldContain("    InvalidOperationException で失敗しました: not yet\n\n    スローされた場所: Answers.cs の 13 行目\n");
    }

    [Test]
    public void ALoopThatNeverEnds()
    {
        using CourseCopy course = new(2);
        course.Edit(2, "        return 0;", "        while (true)\n        {\n        }");

        course.Run(Language.Japanese).Output.ShouldContain("このテストは終わりませんでした。3 秒間、計算し続けています。");
    }

    [Test]
    public void ATypeThatEndsTheProcess_BeforeTheFirstTest()
    {
        using CourseCopy course = new(1);
        course.Edit(1, "public static class Generators\n{", """
            public static class Start
            {
                [System.Runtime.CompilerServices.ModuleInitializer]
                internal static void End() => Environment.FailFast("");
            }

            public static class Generators
            {
            """);

        course.Run(Language.Japanese).Output.ShouldContain("失敗 (最初のテストの前)\n    このテストを実行していたプロセスが異常終了しました。");
    }

    [Test]
    public void Hint_IsThatOfTheJapaneseText()
    {
        using CourseCopy course = new(1);

        course.Run(Language.Japanese, "--hint").Output.ShouldBe($"1. ジェネレーターを手で進める\n\n{course.In(Language.Japanese)[0].Hint}\n");
    }

    [Test]
    public void Report_HasTheTitlesAndMessagesOfTheLanguage()
    {
        using CourseCopy course = new(2);
        string path = Path.Combine(course.Root, "report.json");

        course.Run(Language.Japanese, "--report", path).ShouldBe((1, $"1 問中 0 問が解けています: {path}\n"));

        using JsonDocument report = JsonDocument.Parse(File.ReadAllText(path));
        JsonElement result = report.RootElement.GetProperty("results")[0];
        result.GetProperty("title").GetString().ShouldBe("コルーチンは呼び出しただけでは動かない");
        result.GetProperty("tests")[0].GetProperty("message").GetString()!.ShouldStartWith("RunToEnd はコルーチンを受け取ったら");
    }

    [Test]
    public void WhatIsNotUnderstood()
    {
        using CourseCopy course = new(1);

        (int exitCode, string output) = course.Run(Language.Japanese, "--report", "report.txt");

        exitCode.ShouldBe(2);
        output.ShouldStartWith("'--report report.txt' は解釈できません。");
        output.ShouldContain("--watch [3]     ファイルを保存するたびに");
    }

    [Test]
    public void ALanguageThatTheCourseDoesNotHave_IsAskedFor()
    {
        using CourseCopy course = new(1);

        (int exitCode, string output) = course.Run(language: null, "--hint");

        exitCode.ShouldBe(2);
        output.ShouldStartWith("The option --language takes en or ja.\n");
    }

    [Test]
    public void Watch_SpeaksJapanese()
    {
        using CourseCopy course = new(1, 2);
        using Tmux terminal = new(course.Root, $"dotnet {course.InstallProgram()} --watch --language ja; echo \"exit code $?\"; cat");

        string screen = terminal.WaitFor("q 終了");
        screen.ShouldContain("次の演習: 1. ジェネレーターを手で進める");
        screen.ShouldContain("に確認しました。");

        terminal.Press("s");
        terminal.WaitFor("まず自分で解いてください。");
        terminal.Press("h");
        terminal.WaitFor("ヒント: 1. ジェネレーターを手で進める");

        course.Solve(1);
        terminal.WaitFor("解けました: 1. ジェネレーターを手で進める").ShouldContain("n で次の演習に進み");

        terminal.Press("r");
        terminal.WaitFor("Generators.cs を最初の状態に戻しますか？");
        terminal.Press("x");
        terminal.WaitFor("何も変更していません。");
        terminal.Press("r", "y");
        terminal.WaitFor("次の演習: 1.");

        terminal.Press("q");
        terminal.WaitFor("exit code 0");
    }
}
