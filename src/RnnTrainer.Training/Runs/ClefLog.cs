using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting.Compact;

namespace RnnTrainer.Training.Runs;

/// <summary>
/// <c>log.clef</c>: a line of JSON per event, in the compact format of https://clef-json.org. An event that cannot be written is dropped: a
/// log must not end a training.
/// </summary>
sealed class ClefLog(string path, TimeProvider time) : IDisposable
{
    // Opened by the first event: what only looks at a run leaves no log.
    readonly Lazy<Logger> _log = new(() =>
        new LoggerConfiguration().MinimumLevel.Debug().WriteTo.File(new CompactJsonFormatter(), path).CreateLogger());

    /// <param name="level">How serious the event is.</param>
    /// <param name="exception">The exception that is reported; null: none.</param>
    /// <param name="template">The message, with the names of values in braces.</param>
    /// <param name="values">The values in the order of their names.</param>
    public void Write(LogEventLevel level, Exception? exception, string template, params object?[] values)
    {
        // The logger's own methods ask for the current activity, a type that draws a random number and so cannot be loaded without
        // /dev/urandom.
        if (_log.Value.BindMessageTemplate(template, values, out var parsed, out var properties))
        {
            _log.Value.Write(new LogEvent(time.GetLocalNow(), level, exception, parsed, properties));
        }
    }

    /// <summary>Closes the file.</summary>
    public void Dispose()
    {
        if (_log.IsValueCreated)
        {
            _log.Value.Dispose();
        }
    }
}
