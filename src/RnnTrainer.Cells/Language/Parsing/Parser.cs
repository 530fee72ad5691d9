using RnnTrainer.Cells.Language.Checking;
using RnnTrainer.Common;

namespace RnnTrainer.Cells.Language.Parsing;

/// <summary>Reads a program line by line; a line that cannot be read costs no other line its reading.</summary>
sealed class Parser
{
    const int LongestLine = 2000;

    readonly string _file;
    readonly string[] _lines;
    readonly Mistakes _mistakes;
    readonly List<Declaration> _declarations = [];
    readonly List<Setting> _constants = [];
    readonly List<Setting> _sizes = [];
    readonly List<StatementSyntax> _forward = [];
    readonly List<StatementSyntax> _backward = [];
    (bool IsCell, Word Name)? _head;
    Word? _backwardAt;

    Parser(string file, string[] lines)
    {
        (_file, _lines, _mistakes) = (file, lines, new Mistakes(file, lines));
    }

    /// <param name="text">The program.</param>
    /// <param name="file">The text's name in errors.</param>
    /// <exception cref="CellException">It cannot be read.</exception>
    public static (ProgramSyntax Program, Mistakes Mistakes) Parse(string text, string file)
    {
        if (text.Length > TextCell.LongestText)
        {
            throw new CellException(new Diagnostic(file, null, null, "longer than 64 kB: not a cell"));
        }

        return new Parser(file, Lines(text)).Read();
    }

    public static string[] Lines(string text) => text.TrimStart('\uFEFF').Replace("\r\n", "\n", StringComparison.Ordinal).Split('\n', '\r');

    (ProgramSyntax Program, Mistakes Mistakes) Read()
    {
        for (var number = 1; number <= _lines.Length; number++)
        {
            try
            {
                ReadLine(_lines[number - 1], number);
            }
            catch (CellException e)
            {
                _mistakes.Add(e);
            }
        }

        if (_head is not { } head)
        {
            _mistakes.Refuse();
            throw new CellException(new Diagnostic(_file, null, null, "the text is empty", "it begins with `cell NAME`"));
        }

        return (new ProgramSyntax(head.IsCell, head.Name, _declarations, _constants, _sizes, _forward, _backward, _backwardAt), _mistakes);
    }

    void ReadLine(string line, int number)
    {
        if (line.Length > LongestLine)
        {
            _mistakes.Stop(new Word("", number, 1, 1), $"the line is longer than {LongestLine} characters");
        }

        if (_head is null)
        {
            _head = HeadLine.Read(line, number, _mistakes);
            return;
        }

        var reader = new LineReader(Tokens.Of(line, number, _mistakes), _mistakes);
        if (!reader.IsAtEnd)
        {
            ReadContent(reader);
        }
    }

    void ReadContent(LineReader reader)
    {
        var isKeyword = reader.Next.Kind == TokenKind.Name && !(reader.AfterNext is { Kind: TokenKind.Symbol });
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
                _constants.Add(Set(reader, r => r.Name("a constant's name"), byConstant: false));
                break;
            case "size":
                _sizes.Add(Set(reader, r => r.Letter(), byConstant: true));
                break;
            case "backward":
                BeginBackward(reader);
                break;
            case "cell" or "program":
                reader.Mistakes.Stop(reader.Next.Word, $"a second `{reader.Next.Text}` line", "a file holds one cell");
                break;
            default:
                (_backwardAt is null ? _forward : _backward).Add(StatementParser.Read(reader));
                break;
        }
    }

    void Declare(LineReader reader, Role role)
    {
        RequireHead(reader.Take().Word);
        do
        {
            var entry = EntryParser.Read(reader, "a tensor");
            var start = role == Role.Parameter && reader.TryTake("=") ? StatementParser.Start(reader) : null;
            _declarations.Add(new Declaration(role, entry, start));
        }
        while (!reader.IsAtEnd);
    }

    /// <param name="byConstant">Whether a constant may stand for the number.</param>
    Setting Set(LineReader reader, Func<LineReader, Word> read, bool byConstant)
    {
        RequireHead(reader.Take().Word);
        var name = read(reader);
        reader.Expect("=");
        var constant = byConstant && reader.Next.Kind == TokenKind.Name ? reader.Take().Word : (Word?)null;
        var value = constant is null ? reader.SignedNumber() : 0;
        reader.ExpectEnd();
        return new Setting(name, value, constant);
    }

    void BeginBackward(LineReader reader)
    {
        var word = reader.Take().Word;
        reader.ExpectEnd();
        if (_backwardAt is not null)
        {
            reader.Mistakes.Stop(word, "a second `backward` line");
        }

        _backwardAt = word;
    }

    void RequireHead(Word keyword)
    {
        if (_forward.Count > 0 || _backwardAt is not null)
        {
            _mistakes.Add(keyword, $"`{keyword}` comes after a statement", "declarations stand at the top");
        }
    }
}
