using RnnTrainer.Data.Files;
using RnnTrainer.Data.Storage;

namespace RnnTrainer.Data.Encodings;

/// <summary>The encoded rows of a large file: in memory as far as there is room, then in a temporary file.</summary>
sealed class EncodedRows
{
    /// <summary>The share of the memory for rows that they may take: the rows of the file are there already.</summary>
    const int Share = 4;

    readonly StoredList<double> _inputs;
    readonly StoredList<int> _symbols;
    readonly ListCodes _codes;

    public EncodedRows()
    {
        var spill = new Spill(MemoryLimit.OfRows(new DataOptions()) / Share);
        (_inputs, _symbols) = (new(spill), new(spill));
        _codes = new ListCodes(_symbols);
    }

    /// <summary>The number of inputs.</summary>
    public long Inputs => _inputs.Count;

    /// <summary>The number of symbols.</summary>
    public long Symbols => _symbols.Count;

    /// <summary>The inputs from a place on.</summary>
    public Values InputsFrom(long place, int length) => new(new ListStore(_inputs), place, length);

    /// <summary>The symbols from a place on.</summary>
    public StepSymbols SymbolsFrom(long place, int length) => new(_codes, place, length);

    /// <summary>Adds the inputs of a sequence.</summary>
    /// <param name="length">How many numbers they are.</param>
    public Values Add(IEnumerable<double[]> rows, int length)
    {
        var from = _inputs.Count;
        foreach (var row in rows)
        {
            _inputs.AddRange(row);
        }

        return InputsFrom(from, length);
    }

    /// <summary>Adds the symbols of a sequence.</summary>
    /// <param name="length">How many they are.</param>
    public StepSymbols Add(IEnumerable<int[]> rows, int length)
    {
        var from = _symbols.Count;
        foreach (var row in rows)
        {
            _symbols.AddRange(row);
        }

        return SymbolsFrom(from, length);
    }
}
