namespace RnnTrainer.Data;

static class Manifest
{
    public static SequenceSet Parse(byte[] text, string file, DataOptions options) => throw new NotSupportedException();
}
