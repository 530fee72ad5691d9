namespace RnnTrainer.Data;

static class UcrFile
{
    public static SequenceSet Parse(byte[] text, string file, DataOptions options) => throw new NotSupportedException();
}
