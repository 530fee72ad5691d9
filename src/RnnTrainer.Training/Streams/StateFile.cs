using System.Text;
using RnnTrainer.Data;
using RnnTrainer.Data.Files;

namespace RnnTrainer.Training.Streams;

/// <summary>The states of many sequences in one file, by the sequences' ids.</summary>
static class StateFile
{
    static readonly byte[] _head = Encoding.ASCII.GetBytes("rnn.states/1\n");

    /// <summary>The bytes of the file.</summary>
    public static byte[] Bytes(IEnumerable<KeyValuePair<string, byte[]>> states) => SavedState.Write(_head, to =>
    {
        KeyValuePair<string, byte[]>[] all = [.. states];
        to.Write(all.Length);
        foreach (var (id, state) in all)
        {
            to.Write(id);
            to.Write(state.Length);
            to.Write(state);
        }
    });

    /// <summary>Reads a file.</summary>
    /// <exception cref="DataException">It cannot be read, or is no such file.</exception>
    public static IReadOnlyList<KeyValuePair<string, byte[]>> Read(string path)
    {
        List<KeyValuePair<string, byte[]>> states = [];
        SavedState.Read(DataBytes.Stored(path, new DataOptions()), _head, path, "of sequences", from =>
        {
            for (var left = from.ReadInt32(); left > 0; left--)
            {
                var id = from.ReadString();
                states.Add(new(id, from.ReadBytes(from.ReadInt32())));
            }
        });
        return states;
    }
}
