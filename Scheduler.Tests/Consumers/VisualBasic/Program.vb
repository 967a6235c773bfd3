Imports Coroutines
Imports Coroutines.Awaitable

Module Program

    Sub Main()
        Scheduler.Run(Breakfast())
    End Sub

    Iterator Function Breakfast() As IEnumerator(Of Awaitable)
        Dim tea = CreateTask(Of String)(Prepare("tea", 0.02))
        Dim toast = CreateTask(Of String)(Prepare("toast", 0.03))
        Yield tea
        Yield toast
        Console.WriteLine($"{tea.Result}, {toast.Result}")
    End Function

    Iterator Function Prepare(what As String, seconds As Double) As IEnumerator(Of Awaitable)
#If MISTAKE Then
        Sleep(1.0)
#End If
        Yield Sleep(seconds)
        Yield [Return](what)
    End Function

End Module
