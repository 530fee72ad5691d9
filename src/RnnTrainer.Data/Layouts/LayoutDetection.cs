namespace RnnTrainer.Data;

/// <summary>Decides how a file holds sequences.</summary>
static class LayoutDetection
{
    public static LayoutGuess Of(byte[] text, string file, DataOptions options) => new(Layout.Long, "");
}
