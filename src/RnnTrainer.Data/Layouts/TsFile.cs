namespace RnnTrainer.Data;

static class TsFile
{
    public static SequenceSet Parse(byte[] text, string file, DataOptions options) => throw new NotSupportedException();
}
