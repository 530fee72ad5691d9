namespace RnnTrainer.Data;

static class Summarizing
{
    public static DataSummary Of(byte[] text, string file, DataOptions options) => throw new NotSupportedException();
}
