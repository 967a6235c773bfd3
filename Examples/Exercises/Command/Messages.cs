namespace Coroutines.Exercises.Command;

/// <summary>All that the command itself says, in each language: the English text and the Japanese one side by side.</summary>
/// <remarks>
/// What a failed test says is not here, but in the tests, and in Japanese in the files <c>messages.ja</c>: see <see cref="FailureTranslation"/>.
/// </remarks>
internal sealed class Messages(Language language)
{
    internal Language Language => language;

    // The command line.

    internal string Usage => In(
        """
        dotnet run --project Examples/Exercises                    the progress, and what to do next
        dotnet run --project Examples/Exercises -- 3               all tests of exercise 3
        dotnet run --project Examples/Exercises -- --hint [3]      a hint for the next exercise, or for exercise 3
        dotnet run --project Examples/Exercises -- --solution 3    a solution of exercise 3
          --language ja, --language en                             with any of them: the language, if not the system's
        """,
        """
        dotnet run --project Examples/Exercises                    進み具合と、次にやることを表示します
        dotnet run --project Examples/Exercises -- 3               演習 3 のテストをすべて実行します
        dotnet run --project Examples/Exercises -- --hint [3]      次の演習 (または演習 3) のヒントを表示します
        dotnet run --project Examples/Exercises -- --solution 3    演習 3 の解答例を表示します
          --language ja, --language en                             表示言語を指定します (どのコマンドにも付けられます)
        """);

    internal string AllSolved => In("All exercises are solved. Well done!", "すべての演習が解けました。おつかれさまでした！");

    internal string NothingToHintAt => In("All exercises are solved: there is nothing left to hint at.", "すべての演習が解けています。もうヒントは要りません。");

    internal string NoSolutions => In("This copy of the course has no solutions.", "この教材のコピーには解答例が含まれていません。");

    internal string UnknownLanguage => In("The option --language takes en or ja.", "オプション --language に指定できるのは en か ja です。");

    internal string NotUnderstood(string arguments, int exercises) => In(
        $"'{arguments}' is not understood; the exercises have the numbers 1 to {exercises}.",
        $"'{arguments}' は解釈できません。演習の番号は 1 から {exercises} までです。");

    // The report.

    internal string Solved => In("Solved.", "解けました。");

    internal string Read => In("read ", "読む  ");

    internal string Edit => In("edit ", "編集  ");

    internal string Tests => In("tests", "テスト");

    internal string Passed => In("ok    ", "成功");

    internal string Failed => In("FAILED", "失敗");

    internal string PrintedByYourCode => In("Your code has written to the console:", "あなたのコードがコンソールに出力した内容:");

    internal string RunAgain => In(
        "Run it again after each change. If you need a hint:",
        "変更するたびに、もう一度実行してください。ヒントが必要なときは:");

    internal string SolvedOf(int solved, int exercises) => In($"{solved} of {exercises} solved", $"{exercises} 問中 {solved} 問が解けました");

    internal string TestsPass(int passed, int tests) => In($"{passed} of {tests} tests pass", $"テスト {tests} 件中 {passed} 件が成功");

    internal string TestsPassed(int passed, int tests) => In($"{passed} of {tests} tests pass.", $"テスト {tests} 件中 {passed} 件が成功しました。");

    internal string Next(int number, string title) => In($"Next: {number}. {title}", $"次の演習: {number}. {title}");

    internal string NoticedIn(string file) => In($"NOTICED in {file}", $"気づいた点 ({file})");

    internal string NoticedAt(int line, string text) => In($"Line {line}: {text}", $"{line} 行目: {text}");

    internal string LinesMore(int count) => In($"... and {count} lines more", $"... 残り {count} 行");

    // What the library's analyzers have found.

    internal string CodeAfterReturn => In(
        "this never runs, since the `yield return Return(...)` before it has ended the coroutine (exercise 7)",
        "この行は実行されません。手前の `yield return Return(...)` でコルーチンが終わっています (演習 7)");

    internal string NobodyRuns(string called) => In(
        $"calling {called} only makes a coroutine, and nobody runs it (exercise 2)",
        $"{called} を呼び出してもコルーチンが作られるだけで、誰も実行していません (演習 2)");

    internal string NobodyWaits(string called) => In(
        $"{called} only says what to wait for: without a `yield return` nobody waits (exercise 5)",
        $"{called} は何を待つかを表すだけです。`yield return` しないかぎり、誰も待ちません (演習 5)");

    internal string RunTwice(string called) => In(
        $"the coroutine in {called} has been run already, and a coroutine runs only once",
        $"{called} に入っているコルーチンはすでに実行されています。コルーチンは一度しか実行できません");

    // Of the other findings, the English text is the analyzer's own.

    internal string BlocksTheLoop(string message, string called) => In(
        message,
        $"{called} はループをブロックし、終わるまですべてが止まります。代わりに、待つ対象を `yield return` してください");

    internal string BlocksTheLoopInside(string message, string called) => In(
        message,
        $"{called} がタスクを返すのは終わってからで、それまですべてが止まります。同期メソッドを ToThread に渡してください");

    internal string LockedAroundAYield(string message, string called) => In(
        message,
        $"コルーチンが待っているあいだも {called} はロックされたままですが、ほかのコルーチンは素通りします。CoLock を使うか、ロックの外で `yield return` してください");

    internal string NobodyReads(string message, string called) => In(
        message,
        $"{called} を誰も読まないので、失敗が失われます。調べるか、ThrowIfFailed() を呼ぶか、わざと捨てるなら out _ と書いてください");

    internal string LimitsAllThatFollows(string message, string called) => In(
        message,
        $"{called} は、コルーチンの残り全体を制限します。制限したい部分を using ({called}) で囲んでください");

    internal string SwallowsCancels(string message, string called) => In(
        message,
        $"{called} がキャンセルを受け止めてもループが続くので、このコルーチンを終わらせられません。outcome が IsCancelled ならループを抜けるか、キャンセルを受け取らないようにしてください");

    private string In(string english, string japanese) => language == Language.Japanese ? japanese : english;
}
