using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Pure.Objectives;

namespace OwnerConsole.Reliability.Objectives;

/// <summary>An SLO as a person enters it. Which fields are used depends on its kind.</summary>
public sealed record SloInput(
    [Description("What is measured.")] SloKind Kind,
    [StringLength(SloCheck.MaxName)] [Description("Name that the team sees, such as Website availability.")] string Name,
    [OptionsFrom(SloProbeSource.Key)] [Description("Probe whose checks count.")] string? ProbeId = null,
    [OptionsFrom(SloServiceSource.Key)] [Description("Service whose requests count.")] string? Service = null,
    [StringLength(SloCheck.MaxRoute)]
    [Description("Route whose requests count, as listed on the page of the service, such as GET /classes/{id}. Leave blank for all routes.")]
        string? Route = null,
    [Description("Milliseconds in which a request must end. Measured in steps, so the measured threshold differs by at most 10%.")] int? ThresholdMs = null,
    [StringLength(SloCheck.MaxTarget)] [Description("Percent of the events that must be good, such as 99.9. Leave blank for 99.9.")] string? Target = null,
    [Description("Period in which the target must be met. Days and calendar periods are in UTC.")] ObjectivePeriod Period = ObjectivePeriod.ThirtyDays,
    [Description(
        "Alerts need at least this number of events in their long window, so that a single failure is no alert. Leave blank for 10 checks or 50 requests."
    )]
        int? MinEvents = null,
    [Description("Events during maintenance that was announced on the status page don't count, for each hour in which it takes place.")]
        bool ExcludesMaintenance = false
)
{
    private const string DefaultTarget = "99.9";

    /// <summary>Null if the text isn't a number.</summary>
    internal decimal? TargetValue => decimal.TryParse(Target, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>Hash of what it measures. SLOs that count maintenance have the same hash as before there was a choice.</summary>
    internal string Indicator =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(ExcludesMaintenance ? $"{Source} without maintenance" : Source)));

    /// <summary>Where its events come from.</summary>
    private string Source =>
        Json.Text(
            new
            {
                Kind,
                ProbeId,
                Service,
                Route,
                ThresholdMs,
            }
        );

    /// <returns>The input with defaults, without fields that the kind doesn't use, and without surrounding spaces.</returns>
    internal SloInput Normalize()
    {
        var used = Kind.Fields();
        return new(
            Kind,
            Name.Trim(),
            Text("probe_id", ProbeId),
            Text("service", Service),
            Text("route", Route),
            used.Contains("threshold_ms") ? ThresholdMs : null,
            string.IsNullOrWhiteSpace(Target) ? DefaultTarget : Target.Trim(),
            Period,
            MinEvents ?? Kind.DefaultMinEvents(),
            ExcludesMaintenance
        );

        string? Text(string field, string? value) => used.Contains(field) && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;
    }

    /// <returns>The input that leads to the SLO as it is.</returns>
    internal static SloInput Of(Slo slo) =>
        new(
            slo.Kind,
            slo.Name,
            slo.ProbeId,
            slo.Service,
            slo.Route,
            slo.ThresholdMs,
            slo.Target.ToString("0.######", CultureInfo.InvariantCulture),
            slo.Period,
            (int)slo.MinEvents,
            slo.ExcludesMaintenance
        );

    /// <returns>Its values by the names of the fields of a form.</returns>
    internal IReadOnlyList<(string Name, string? Value)> Values =>
        [
            ("kind", Kind.ToText()),
            ("name", Name),
            ("probe_id", ProbeId),
            ("service", Service),
            ("route", Route),
            ("threshold_ms", Number(ThresholdMs)),
            ("target", Target),
            ("period", Period.ToText()),
            ("min_events", Number(MinEvents)),
            ("excludes_maintenance", ExcludesMaintenance ? "true" : "false"),
        ];

    private static string? Number(int? number) => number?.ToString(CultureInfo.InvariantCulture);
}
