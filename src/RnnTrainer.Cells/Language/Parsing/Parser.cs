using System.Text.RegularExpressions;

namespace RnnTrainer.Cells.Language.Parsing;

/// <summary>Reads a text line by line. A line that cannot be read is reported, and the others are read all the same.</summary>
sealed partial class Parser
{
    /// <summary>In characters; longer texts are refused.</summary>
    public const int LongestText = 1 << 16;

    const int LongestLine = 2000;

    readonly Diagnostics _diagnostics;
    readonly List<Declaration> _declarations = [];
    readonly List<Setting> _constants = [];
    readonly List<Setting> _sizes = [];
    readonly List<StatementSyntax> _forward = [];
    readonly List<StatementSyntax> _backward = [];
    (bool IsCell, Word Name)? _head;
    Word? _backwardAt;

    Parser(Diagnostics diagnostics) => _diagnostics = diagnostics;

    /// <summary>Reads the text of <paramref name="diagnostics"/>, which gets the errors of its lines.</summary>
    /// <exception cref="CellException">The text is empty, or too long to be a cell.</exception>
    public static ProgramSyntax Parse(Diagnostics diagnostics)
    {
        if (diagnostics.Source.Text.Length > LongestText)
        {
            throw new CellException(diagnostics.Source.Error("longer than 64 kB: not a cell"));
        }

        return new Parser(diagnostics).Read();
    }

    /// <summary>The name in the first line, <c>cell NAME</c> or <c>program NAME</c>; null if it has none. Nothing else is read.</summary>
    public static string? NameIn(string text)
    {
        var diagnostics = new Diagnostics(new SourceText("", text));
        var head = diagnostics.Source.Lines.Select((line, n) => Head(line, n + 1, diagnostics)).FirstOrDefault(h => h is not null);
        return head?.Name.Text is { Length: > 0 } name ? name : null;
    }

    ProgramSyntax Read()
    {
        foreach (var (n, line) in _diagnostics.Source.Lines.Index())
        {
            try
            {
                ReadLine(line, n + 1);
            }
            catch (CellException e)
            {
                _diagnostics.Add(e.Errors[0]);
            }
        }

        if (_head is not { } head)
        {
            _diagnostics.ThrowIfAny();
            throw new CellException(_diagnostics.Source.Error("the text is empty", "begin it with `cell NAME`"));
        }

        return new ProgramSyntax(head.IsCell, head.Name, _declarations, _constants, _sizes, _forward, _backward, _backwardAt);
    }

    void ReadLine(string line, int number)
    {
        if (line.Length > LongestLine)
        {
            _diagnostics.GiveUp(new Word("", number, 1, 1), $"the line is longer than {LongestLine} characters");
        }

        if (_head is null)
        {
            _head = Head(line, number, _diagnostics);
            return;
        }

        var reader = new TokenReader(Lexer.Tokens(line, number, _diagnostics), _diagnostics);
        if (!reader.IsAtEnd)
        {
            ReadContent(reader);
        }
    }

    /// <summary>
    /// Reads <c>cell NAME</c>; a cell's name may have dashes, which are minus signs elsewhere. Null if the line is empty. A line that says
    /// something else counts as the first line all the same, so that the next lines are read.
    /// </summary>
    static (bool IsCell, Word Name)? Head(string line, int number, Diagnostics diagnostics)
    {
        if (line.Split('#')[0].Trim().Length == 0)
        {
            return null;
        }

        var head = HeadForm().Match(line);
        var (kind, name) = (head.Groups["kind"], head.Groups["name"]);
        if (!head.Success)
        {
            var at = new Word("", number, 1 + line.Length - line.TrimStart().Length, line.Trim().Length);
            diagnostics.Add(at, "expected `cell NAME`", "a name is made of letters, digits, - and _");
        }

        return (kind.Value == "cell", new Word(name.Value, number, name.Index + 1, name.Length));
    }

    [GeneratedRegex(@"^\s*(?<kind>cell|program)\s+(?<name>[A-Za-z_][A-Za-z0-9_-]*)\s*(#.*)?$")]
    private static partial Regex HeadForm();

    void ReadContent(TokenReader reader)
    {
        var isKeyword = reader.Next.Kind == TokenKind.Name && reader.AfterNext.Kind != TokenKind.Punctuation;
        switch (isKeyword ? reader.Next.Text : "")
        {
            case "input":
                Declare(reader, Role.Input);
                break;
            case "index":
                Declare(reader, Role.Index);
                break;
            case "state":
                Declare(reader, Role.State);
                break;
            case "param":
                Declare(reader, Role.Parameter);
                break;
            case "const":
                _constants.Add(Set(reader, r => r.Name("a constant's name"), mayBeConstant: false));
                break;
            case "size":
                _sizes.Add(Set(reader, r => r.Index(), mayBeConstant: true));
                break;
            case "backward":
                BeginBackward(reader);
                break;
            case "cell" or "program":
                _diagnostics.GiveUp(reader.Next.Word, $"a second `{reader.Next.Text}` line", "a file holds one cell");
                break;
            default:
                (_backwardAt is null ? _forward : _backward).Add(StatementParser.Statement(reader));
                break;
        }
    }

    void Declare(TokenReader reader, Role role)
    {
        RequireTop(reader.Take().Word);
        do
        {
            var entry = StatementParser.Entry(reader, "a tensor");
            var initializer = role == Role.Parameter && reader.TryTake("=") ? StatementParser.Initializer(reader) : null;
            _declarations.Add(new Declaration(role, entry, initializer));
        }
        while (!reader.IsAtEnd);
    }

    /// <param name="mayBeConstant">Whether a constant may take the place of the number.</param>
    Setting Set(TokenReader reader, Func<TokenReader, Word> readName, bool mayBeConstant)
    {
        RequireTop(reader.Take().Word);
        var name = readName(reader);
        reader.Expect("=");
        var constant = mayBeConstant && reader.Next.Kind == TokenKind.Name ? reader.Take().Word : (Word?)null;
        var value = constant is null ? reader.SignedNumber() : 0;
        reader.ExpectEnd();
        return new Setting(name, value, constant);
    }

    void BeginBackward(TokenReader reader)
    {
        var word = reader.Take().Word;
        reader.ExpectEnd();
        if (_backwardAt is not null)
        {
            _diagnostics.GiveUp(word, "a second `backward` line");
        }

        _backwardAt = word;
    }

    void RequireTop(Word keyword)
    {
        if (_forward.Count > 0 || _backwardAt is not null)
        {
            _diagnostics.Add(keyword, $"`{keyword}` comes after a statement", "move it to the top");
        }
    }
}
