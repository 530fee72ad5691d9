using System.Text;

namespace RnnTrainer.Cli.Terminal;

/// <summary>Writes words of a command so that a shell reads them back as they are, and a terminal shows them as one line.</summary>
static class Shell
{
    /// <summary>A path as it is where no shell would change it, else between single quotes; with control characters as bash and zsh read them: <c>$'a\nb'</c>.</summary>
    public static string Quoted(string path)
    {
        var word = path.StartsWith('-') ? $"./{path}" : path; // it would be taken for an option
        return word.Any(char.IsControl) ? $"$'{string.Concat(word.Select(Escaped))}'"
            : word.Length > 0 && word[0] != '=' && word.All(IsPlain) ? word
            : $"'{word.Replace("'", @"'\''", StringComparison.Ordinal)}'";
    }

    static bool IsPlain(char c) => char.IsLetterOrDigit(c) || "_./:=@%+,-".Contains(c, StringComparison.Ordinal) || (c == '\\' && OperatingSystem.IsWindows());

    static string Escaped(char c) => c switch
    {
        '\n' => @"\n",
        '\t' => @"\t",
        '\r' => @"\r",
        '\'' or '\\' => $@"\{c}",
        _ when char.IsControl(c) => string.Concat(Encoding.UTF8.GetBytes([c]).Select(b => $@"\x{b:x2}")),
        _ => $"{c}",
    };
}
