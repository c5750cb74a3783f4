using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Settings;
using OwnerConsole.Pure.Agreements;
using OwnerConsole.Pure.Incidents;
using OwnerConsole.Pure.Periods;
using OwnerConsole.Pure.Texts;
using OwnerConsole.Pure.Tickets;

namespace OwnerConsole.Reliability.Agreements;

/// <summary>An SLA as a person enters it. Which fields are used depends on its kind.</summary>
public sealed record SlaInput(
    [Description("What is measured.")] SlaKind Kind,
    [StringLength(SlaCheck.MaxName)] [Description("Name that the team sees, such as Enterprise availability.")] string Name,
    [OptionsFrom(SlaSloSource.Key)] [Description("SLO whose events count. Its result is the same for all tenants.")] string? SloId = null,
    [FormField("Minimum severity")] [Description("Less severe incidents don't count. Leave blank for SEV2.")] IncidentSeverity? MinSeverity = null,
    [Description("Only tickets with this priority count. Leave blank for all.")] TicketPriority? Priority = null,
    [FormField("Within (minutes)")]
    [Description("Minutes in which an incident must be resolved, or a ticket answered or resolved. For tickets they can be minutes of business hours.")]
        int? WithinMinutes = null,
    [FormField("Target (%)")]
    [StringLength(SlaCheck.MaxTarget)]
    [Description("Percent that must be good, such as 99.9. Leave blank for 99.9.")]
        string? Target = null,
    [Description("Calendar period in which the target must be met, in the time zone of the platform. It can't be changed later.")]
        SlaPeriod Period = SlaPeriod.Month,
    [FormField("Minimum events")]
    [Description("With fewer events in a period there is no result. Leave blank for 1 incident or ticket, or 50 events of an SLO.")]
        int? MinEvents = null,
    [OptionsFrom("plan")] [Description("Only for tenants with this plan. Leave blank for all.")] string? Plan = null,
    [OptionsFrom("tag")] [StringLength(64)] [Description("Only for tenants with this tag. Leave blank for all.")] string? Tag = null,
    [Description("Only for these tenants: IDs (tnt_… or ext:…), one per line. Leave blank for all that match.")] IReadOnlyList<string>? Tenants = null,
    [FormField("Credits by result")]
    [Description("Credits in percent of the monthly price, one step per line, such as 99.9: 10 for 10% below 99.9%. Leave blank for none.")]
        IReadOnlyList<string>? Credits = null,
    [FormField("Maximum credit (%)")]
    [StringLength(SlaCheck.MaxTarget)]
    [Description("Highest credit in percent of the monthly price. Leave blank for 100.")]
        string? MaxCredit = null,
    [FormField("Hours that count", Default = "calendar")]
    [Description("Whether the time for a ticket passes always, or only in business hours. Default: business hours if any are sent, otherwise calendar hours.")]
        SlaHours? Hours = null,
    [FormField("Time zone of business hours")]
    [OptionsFrom(ReportingSettings.Zones)]
    [Description("IANA time zone of the business hours, such as Europe/Zurich. Leave blank for calendar hours.")]
        string? TimeZone = null,
    [FormField("Business hours")]
    [Description("Weekdays with their hours. Leave blank for Monday to Friday, 09:00 to 17:00.")]
        IReadOnlyList<BusinessDay>? BusinessDays = null,
    [Description("Days without business hours, such as 2026-12-25, one per line. Leave blank for none.")] IReadOnlyList<string>? Holidays = null
)
{
    private const string DefaultTarget = "99.9",
        DefaultMaxCredit = "100",
        DateFormat = "yyyy-MM-dd";

    private static readonly IReadOnlyList<BusinessDay> s_defaultDays =
    [
        .. Enumerable.Range((int)DayOfWeek.Monday, 5).Select(day => new BusinessDay((DayOfWeek)day, "09:00", "17:00")),
    ];

    /// <summary>Null if the text isn't a number.</summary>
    internal decimal? TargetValue => Number(Target);

    /// <summary>Null if the text isn't a number.</summary>
    internal decimal? MaxCreditValue => Number(MaxCredit);

    /// <summary>The steps of the credits; null if the text isn't valid.</summary>
    internal IReadOnlyList<CreditStep>? Steps => CreditSteps.Read(string.Join('\n', Credits ?? []));

    /// <summary>Whether it has business hours, which are used only if they are selected.</summary>
    internal bool SendsBusinessHours =>
        SlaBusinessDays.Normalize(BusinessDays).Count > 0 || TenantTargets.Values(Holidays).Length > 0 || TimeZone.TrimToNull() is not null;

    /// <summary>The business hours of a normalized input; null if all hours count, or if a holiday isn't a date.</summary>
    internal BusinessHours? BusinessHours =>
        Hours is SlaHours.Business && ReadHolidays() is { } holidays ? new(TimeZone ?? "", BusinessDays ?? [], holidays) : null;

    /// <returns>The input with defaults, without fields that the kind doesn't use, and without surrounding spaces.</returns>
    internal SlaInput Normalize()
    {
        var used = Kind.Fields();
        var (days, holidays) = (SlaBusinessDays.Normalize(BusinessDays), TenantTargets.Values(Holidays));
        var hours = used.Contains("hours") ? Hours ?? (SendsBusinessHours ? SlaHours.Business : SlaHours.Calendar) : SlaHours.Calendar;
        var isBusiness = hours is SlaHours.Business;
        return new(
            Kind,
            Name.Trim(),
            used.Contains("slo_id") ? SloId.TrimToNull() : null,
            used.Contains("min_severity") ? MinSeverity ?? IncidentSeverity.Sev2 : null,
            used.Contains("priority") ? Priority : null,
            used.Contains("within_minutes") ? WithinMinutes : null,
            Target.TrimToNull() ?? DefaultTarget,
            Period,
            used.Contains("min_events") ? MinEvents ?? Kind.DefaultMinEvents() : 1,
            Plan.TrimToNull(),
            Tag.TrimToNull(),
            TenantTargets.Values(Tenants),
            TenantTargets.Values(Credits),
            MaxCredit.TrimToNull() ?? DefaultMaxCredit,
            hours,
            isBusiness ? TimeZone.TrimToNull() : null,
            !isBusiness ? null
                : days.Count > 0 ? days
                : s_defaultDays,
            isBusiness ? holidays : null
        );
    }

    /// <returns>The values of an SLA by the names of the fields of a form.</returns>
    internal static IReadOnlyList<(string Name, string? Value)> ValuesOf(Sla sla) =>
        [
            ("kind", sla.Kind.ToText()),
            ("name", sla.Name),
            ("slo_id", sla.SloId),
            ("min_severity", sla.MinSeverity?.ToText()),
            ("priority", sla.Priority?.ToText()),
            ("within_minutes", sla.WithinMinutes?.ToString(CultureInfo.InvariantCulture)),
            ("target", Percent(sla.Target)),
            ("period", sla.Period.ToText()),
            ("min_events", sla.MinEvents.ToString(CultureInfo.InvariantCulture)),
            ("plan", sla.Targets.Query.GetValueOrDefault("plan")),
            ("tag", sla.Targets.Query.GetValueOrDefault("tag")),
            ("tenants", string.Join('\n', sla.Tenants)),
            ("credits", sla.Credits),
            ("max_credit", Percent(sla.MaxCredit)),
            ("hours", (sla.BusinessHours is null ? SlaHours.Calendar : SlaHours.Business).ToText()),
            ("time_zone", sla.BusinessHours?.TimeZone),
            .. SlaBusinessDays.ValuesOf(sla.BusinessHours?.Days ?? []),
            ("holidays", string.Join('\n', sla.BusinessHours?.Holidays.Select(Text) ?? [])),
        ];

    /// <returns>The holidays in order, without duplicates; null if one isn't a date.</returns>
    private IReadOnlyList<DateOnly>? ReadHolidays()
    {
        var dates = new SortedSet<DateOnly>();
        foreach (var text in Holidays ?? [])
        {
            if (!DateOnly.TryParseExact(text, DateFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
                return null;
            dates.Add(date);
        }
        return [.. dates];
    }

    private static string Text(DateOnly date) => date.ToString(DateFormat, CultureInfo.InvariantCulture);

    private static string Percent(decimal number) => number.ToString("0.######", CultureInfo.InvariantCulture);

    private static decimal? Number(string? text) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : null;
}
