namespace RnnTrainer.Data;

static class WideCsv
{
    public static SequenceSet Parse(byte[] text, string file, DataOptions options) => throw new NotSupportedException();
}
