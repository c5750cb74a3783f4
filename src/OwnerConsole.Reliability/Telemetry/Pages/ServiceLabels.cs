using System.Globalization;
using System.Text.Json;
using OwnerConsole.Reliability.Telemetry.Otlp;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Reliability.Telemetry.Pages;

/// <summary>Words and numbers of services on pages.</summary>
internal static class ServiceLabels
{
    public static string Rate(RequestFigures figures) => figures.PerMinute.ToString("#,##0.##", CultureInfo.InvariantCulture);

    public static string Percent(decimal? share) => share is { } percent ? percent.ToString("0.##", CultureInfo.InvariantCulture) + "%" : "–";

    public static string Duration(int? ms) => ms is { } time ? $"{Wording.Number(time)} ms" : "–";

    public static string Value(double value) => value.ToString("#,##0.###", CultureInfo.InvariantCulture);

    public static string Title(LogSeverity severity) =>
        severity switch
        {
            LogSeverity.Trace => "Trace",
            LogSeverity.Debug => "Debug",
            LogSeverity.Warning => "Warning",
            LogSeverity.Error => "Error",
            LogSeverity.Fatal => "Fatal",
            _ => "Info",
        };

    public static string Title(SeriesKind kind) =>
        kind switch
        {
            SeriesKind.Total => "Total",
            SeriesKind.Delta => "Change",
            SeriesKind.Mean => "Mean",
            _ => "Value",
        };

    public static string Labels(JsonElement labels) => string.Join(", ", labels.EnumerateObject().Select(label => $"{label.Name}={label.Value.GetString()}"));
}
