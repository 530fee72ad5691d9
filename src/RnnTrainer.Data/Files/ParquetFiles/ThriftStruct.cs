using System.Text;

namespace RnnTrainer.Data.Files.ParquetFiles;

/// <summary>
/// A struct of Thrift's compact protocol, by which Parquet describes files and pages: values by the numbers of their fields.
/// </summary>
sealed class ThriftStruct
{
    readonly Dictionary<int, object> _fields = [];

    /// <summary>Sets a field: a long, a double, bytes, a list of these or of structs, or a struct. Booleans are 0 and 1.</summary>
    public void Set(int id, object value) => _fields[id] = value;

    /// <summary>Whether the struct has the field.</summary>
    public bool Has(int id) => _fields.ContainsKey(id);

    /// <summary>A whole number or boolean; null if there is none.</summary>
    public long? Number(int id) => _fields.GetValueOrDefault(id) as long?;

    /// <summary>A whole number that fits 32 bits; null if there is none.</summary>
    /// <exception cref="OverflowException">It does not fit.</exception>
    public int? Int(int id) => Number(id) is { } value ? checked((int)value) : null;

    /// <summary>A number that has to be there.</summary>
    /// <exception cref="InvalidDataException">It is missing.</exception>
    public long Required(int id) => Number(id) ?? throw new InvalidDataException($"the field {id} is missing");

    /// <summary>A text; empty if there is none.</summary>
    public string Text(int id) => _fields.GetValueOrDefault(id) is byte[] bytes ? Encoding.UTF8.GetString(bytes) : "";

    /// <summary>A struct; null if there is none.</summary>
    public ThriftStruct? Struct(int id) => _fields.GetValueOrDefault(id) as ThriftStruct;

    /// <summary>A list of structs; empty if there is none.</summary>
    public IEnumerable<ThriftStruct> Structs(int id) => (_fields.GetValueOrDefault(id) as List<object> ?? []).OfType<ThriftStruct>();
}
