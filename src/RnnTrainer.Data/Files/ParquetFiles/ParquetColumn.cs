using System.Buffers;

namespace RnnTrainer.Data.Files.ParquetFiles;

/// <summary>A column, of which one page at a time is in memory.</summary>
abstract class ParquetColumn(string name)
{
    /// <summary>Its name in the file.</summary>
    public string Name => name;

    /// <summary>Goes to the first row of a row group.</summary>
    public abstract void Begin(ParquetChunk chunk);

    /// <summary>Writes the cell of the next row.</summary>
    /// <exception cref="Exception">The file is damaged.</exception>
    public abstract void WriteNext(ArrayBufferWriter<byte> to);

    /// <summary>Checks that no value is left when all rows of a row group are written.</summary>
    /// <exception cref="InvalidDataException">Some are left.</exception>
    public abstract void End();
}

/// <summary>A column with values of the type <typeparamref name="T"/>.</summary>
/// <param name="write">Writes a value.</param>
sealed class ParquetColumn<T>(ParquetLeaf leaf, ParquetPages pages, DecoderOf<T> decoder, CellWriter<T> write) : ParquetColumn(leaf.Name)
{
    ParquetChunk _chunk = new(ParquetCodec.None, 0, 0);
    ParquetPage? _page;
    LevelRuns? _definitions, _repetitions;
    ValueDecoder<T>? _values;
    T[]? _dictionary;
    byte[] _buffer = [], _dictionaryBuffer = [];
    long _offset, _left;
    int _leftInPage, _definition, _repetition;

    public override void Begin(ParquetChunk chunk)
    {
        (_chunk, _offset, _left, _leftInPage, _dictionary) = (chunk, chunk.Offset, chunk.Values, 0, null);
        Advance();
    }

    public override void WriteNext(ArrayBufferWriter<byte> to)
    {
        if (_left < 0 || _repetition != 0)
        {
            throw new InvalidDataException("there are fewer values than rows");
        }

        if (leaf.IsList)
        {
            WriteList(to);
        }
        else
        {
            WriteValue(to);
            Advance();
        }
    }

    public override void End()
    {
        if (_left >= 0)
        {
            throw new InvalidDataException("there are more values than rows");
        }
    }

    /// <summary>Writes <c>[0.1 0.2]</c>, or nothing for an empty or missing list.</summary>
    void WriteList(ArrayBufferWriter<byte> to)
    {
        var isEmpty = _definition < leaf.InList;
        to.Write(isEmpty ? [] : "["u8);
        for (var n = 0; n == 0 || (_left >= 0 && _repetition != 0); n++)
        {
            to.Write(n == 0 ? [] : " "u8);
            var before = to.WrittenCount;
            WriteValue(to);
            to.Write(isEmpty || to.WrittenCount > before ? [] : "NaN"u8);
            Advance();
        }

        to.Write(isEmpty ? [] : "]"u8);
    }

    void WriteValue(ArrayBufferWriter<byte> to)
    {
        if (_definition == leaf.Defined)
        {
            _values ??= Decoder(_page!);
            write(to, _values.Next());
        }
    }

    /// <summary>Goes to the next value, missing or not; −1 values are left behind the last.</summary>
    void Advance()
    {
        if (--_left < 0)
        {
            return;
        }

        while (_leftInPage == 0)
        {
            BeginPage();
        }

        _leftInPage--;
        _repetition = _repetitions?.Next() ?? 0;
        _definition = _definitions?.Next() ?? leaf.Defined;
    }

    void BeginPage()
    {
        _page = pages.Next(ref _offset, leaf, _chunk.Codec, ref _buffer);
        if (_page.IsDictionary)
        {
            _dictionary = Dictionary(_page);
            return;
        }

        var (definition, repetition) = leaf.Bits;
        _definitions = definition > 0 ? new(_page.Definitions, definition) : null;
        _repetitions = repetition > 0 ? new(_page.Repetitions, repetition) : null;
        (_leftInPage, _values) = (_page.Count, null);
    }

    /// <summary>The values of a dictionary; its bytes stay in memory, as values may be parts of them.</summary>
    T[] Dictionary(ParquetPage page)
    {
        (_buffer, _dictionaryBuffer) = (_dictionaryBuffer, _buffer);
        var values = Decoder(page);
        var dictionary = new T[page.Count];
        foreach (ref var value in dictionary.AsSpan())
        {
            value = values.Next();
        }

        return dictionary;
    }

    ValueDecoder<T> Decoder(ParquetPage page) => page.Encoding is ParquetEncoding.Dictionary or ParquetEncoding.PlainDictionary
        ? new DictionaryValues<T>(page.Values, _dictionary ?? throw new InvalidDataException("there is no dictionary"))
        : decoder(page.Encoding, page.Values, page.Count)
            ?? throw new NotSupportedException($"the encoding {page.Encoding} is not supported for its values");
}
