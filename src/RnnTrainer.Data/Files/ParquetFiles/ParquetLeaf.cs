using System.Numerics;
using RnnTrainer.Common;

namespace RnnTrainer.Data.Files.ParquetFiles;

/// <summary>A column of a Parquet file.</summary>
/// <param name="Name">As the file calls it.</param>
/// <param name="Element">The type of its values, or of the values in its lists.</param>
/// <param name="IsList">Whether a row holds a list.</param>
/// <param name="Defined">The level of definition of a value that is there; lower ones are missing values, or missing or empty
/// lists.</param>
sealed record ParquetLeaf(string Name, ParquetElement Element, bool IsList, int Defined)
{
    /// <summary>The level of definition from which on a value is in a list, missing or not.</summary>
    public int InList => Defined - Depth(Element);

    /// <summary>The bits of a level of definition, and of one of repetition.</summary>
    public (int Definition, int Repetition) Bits => (BitOperations.Log2((uint)Defined) + (Defined > 0 ? 1 : 0), IsList ? 1 : 0);

    /// <summary>The columns of a file, in its order.</summary>
    /// <exception cref="DataException">A column is nested: it holds structs, maps, or lists of these or of lists.</exception>
    public static IReadOnlyList<ParquetLeaf> All(IReadOnlyList<ParquetElement> schema, string file)
    {
        var leaves = new List<ParquetLeaf>();
        for (var at = 1; at < schema.Count;)
        {
            leaves.Add(Of(schema, ref at, file));
        }

        return leaves;
    }

    static ParquetLeaf Of(IReadOnlyList<ParquetElement> schema, ref int at, string file)
    {
        var top = schema[at++];
        if (top.Type is not null)
        {
            var isList = top.Repetition == ParquetRepetition.Repeated;
            return new(top.Name, top, isList, isList ? 1 : Depth(top));
        }

        // A list is a group with one repeated child, which is the value or a group with the value.
        if (top.Meaning.IsList && top.Children == 1 && schema[at].Repetition == ParquetRepetition.Repeated)
        {
            var isWrapped = schema[at] is { Type: null, Children: 1 };
            at += isWrapped ? 1 : 0;
            if (schema[at].Type is not null && !(isWrapped && schema[at].Repetition == ParquetRepetition.Repeated))
            {
                return new(top.Name, schema[at], IsList: true, Depth(top) + 1 + Depth(schema[at++]));
            }
        }

        throw new DataException(Diagnostic.OfFile(
            file,
            $"the column '{Printable.Cell(top.Name)}' holds {Kind(top)}, but a cell is a number, a text, a time or a list of numbers",
            "Write its parts as columns of their own, or leave the column out."));
    }

    static int Depth(ParquetElement element) => element.Repetition == ParquetRepetition.Optional ? 1 : 0;

    static string Kind(ParquetElement group) =>
        group.Meaning.IsList ? "lists of lists or of structs" : group.Meaning.IsMap ? "maps" : "structs";
}
