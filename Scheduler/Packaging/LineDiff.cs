using System.Text;

namespace Coroutines.Packaging;

/// <summary>The lines in which two texts differ, each with its line number.</summary>
internal static class LineDiff
{
    internal static string Between(string leftText, string rightText)
    {
        string[] left = leftText.Split('\n');
        string[] right = rightText.Split('\n');
        int[,] common = CountCommonLines(left, right);

        StringBuilder diff = new();
        int i = 0;
        int j = 0;
        while (i < left.Length || j < right.Length)
        {
            if (i < left.Length && j < right.Length && left[i] == right[j])
            {
                i++;
                j++;
            }
            else if (j == right.Length || (i < left.Length && common[i + 1, j] >= common[i, j + 1]))
            {
                diff.Append($"- {i + 1,4} {left[i++]}\n");
            }
            else
            {
                diff.Append($"+ {j + 1,4} {right[j++]}\n");
            }
        }

        return diff.ToString();
    }

    /// <summary>At <c>[i, j]</c>, how many lines the two texts share, in order, from lines i and j on.</summary>
    private static int[,] CountCommonLines(string[] left, string[] right)
    {
        int[,] common = new int[left.Length + 1, right.Length + 1];
        for (int i = left.Length - 1; i >= 0; i--)
        {
            for (int j = right.Length - 1; j >= 0; j--)
            {
                common[i, j] = left[i] == right[j]
                    ? common[i + 1, j + 1] + 1
                    : Math.Max(common[i + 1, j], common[i, j + 1]);
            }
        }

        return common;
    }
}
