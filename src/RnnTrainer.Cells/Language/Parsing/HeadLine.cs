using System.Text.RegularExpressions;

namespace RnnTrainer.Cells.Language.Parsing;

/// <summary>Reads the first line, <c>cell NAME</c>: a cell's name may have dashes, which are minus signs elsewhere.</summary>
static partial class HeadLine
{
    /// <summary>Null if the line is empty. One that says something else counts as the head all the same, so that what follows is read.</summary>
    public static (bool IsCell, Word Name)? Read(string line, int number, Mistakes mistakes)
    {
        if (line.Split('#')[0].Trim().Length == 0)
        {
            return null;
        }

        var head = Form().Match(line);
        var (kind, name) = (head.Groups["kind"], head.Groups["name"]);
        if (!head.Success)
        {
            mistakes.Add(
                new Word("", number, 1 + line.Length - line.TrimStart().Length, line.Trim().Length), "expected `cell NAME`", "a name is made of letters, digits, - and _");
        }

        return (kind.Value == "cell", new Word(name.Value, number, name.Index + 1, name.Length));
    }

    [GeneratedRegex(@"^\s*(?<kind>cell|program)\s+(?<name>[A-Za-z_][A-Za-z0-9_-]*)\s*(#.*)?$")]
    private static partial Regex Form();
}
