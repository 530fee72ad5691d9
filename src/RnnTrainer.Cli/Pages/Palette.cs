using OxyPlot;

namespace RnnTrainer.Cli.Pages;

/// <summary>Middle tones, told apart by those who see few colours, and seen on white and on black.</summary>
static class Palette
{
    static readonly string[] Tones = ["#2f86d6", "#e07b1a", "#2aa376", "#c05ca8", "#d6453d", "#a8901a", "#1fa5b5", "#8a6fd0"];

    /// <summary>Of grid lines and marks.</summary>
    public static OxyColor Grey { get; } = OxyColor.FromRgb(128, 128, 128);

    /// <summary>Of a place in the palette; −1: that of text.</summary>
    public static OxyColor Of(int place) => place < 0 ? OxyColors.Black : OxyColor.Parse(Tones[place % Tones.Length]);

    /// <summary>The same for a page.</summary>
    public static string Css(int place) => place < 0 ? "currentColor" : Tones[place % Tones.Length];
}
