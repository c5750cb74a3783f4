using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Pure.Agreements;
using OwnerConsole.Pure.Periods;
using OwnerConsole.Pure.Texts;
using OwnerConsole.Reliability.Objectives.Public;

namespace OwnerConsole.Reliability.Agreements;

/// <summary>Checks the settings of an SLA.</summary>
internal static class SlaCheck
{
    /// <summary>Most SLAs. They are all measured together.</summary>
    public const int MaxSlas = 100;

    public const int MaxName = 60,
        MaxTarget = 10;

    /// <summary>A period is closed after the time limit of its incidents or tickets, so days stay open for two weeks at most, or a month with holidays.</summary>
    private const int MaxMinutes = 14 * 24 * 60;

    private const int MaxMinEvents = 1_000_000;

    private const int MaxBusinessDays = 50,
        MaxHolidays = 200;

    private const decimal HighestTarget = 99.999m;

    /// <param name="input">Normalized.</param>
    /// <returns>Null if the settings can be saved. The tenants are checked elsewhere.</returns>
    public static async Task<Refusal?> FindProblem(SlaInput input, UnitOfWork work) =>
        !SingleLineText.IsValid(input.Name, MaxName) ? new("bad_name", $"The name must be one line of at most {MaxName} characters.")
        : input.TargetValue is not (>= 1 and <= HighestTarget)
            ? new("bad_percentage", $"The target must be a number of percent from 1 to 99.999, such as 99.9.")
        : input.MinEvents is < 1 or > MaxMinEvents ? new("bad_count", $"The minimum number of events must be between 1 and {MaxMinEvents}.")
        : input.Kind.HasTimeLimit() && input.WithinMinutes is not (>= 1 and <= MaxMinutes)
            ? new("bad_minutes", $"The time must be between 1 and {MaxMinutes} minutes.")
        : input.Steps is not { } steps
            ? new(
                "bad_credits",
                $"Credits must be at most {CreditSteps.Max} different steps with percentages above 0 and up to 100, one per line, such as 99.9: 10."
            )
        : input.MaxCreditValue is not (> 0 and <= 100) ? new("bad_max_credit", $"The highest credit must be a number of percent above 0 and up to 100.")
        : steps.Any(step => step.Below > input.TargetValue)
            ? new("bad_credits", $"A credit must not apply above the target, because it would be given for an SLA that is met.")
        : input.Kind is SlaKind.Slo && (await ObjectiveBurn.List(work)).All(slo => slo.Id != input.SloId)
            ? new("unknown_slo", $"There is no such SLO. Select one of the list.")
        : FindHoursProblem(input);

    /// <param name="input">As it was entered.</param>
    /// <param name="hours">Business hours of the SLA until now, which a form still contains when calendar hours are selected; null for none.</param>
    /// <returns>Why the business hours of an input can't be left out; null if there are none, or if they are used.</returns>
    public static Refusal? FindUnusedHours(SlaInput input, BusinessHours? hours) =>
        hours is null && input.Kind.CountsTickets() && input.Hours is SlaHours.Calendar && input.SendsBusinessHours
            ? new("unused_business_hours", $"Business hours are entered, but calendar hours are selected. Select business hours, or remove what is entered.")
            : null;

    /// <param name="input">Normalized, with a valid time limit.</param>
    /// <returns>Why the business hours can't be saved; null if they can, and for calendar hours.</returns>
    private static Refusal? FindHoursProblem(SlaInput input)
    {
        if (input.Hours is not SlaHours.Business)
            return null;
        if (Zone.Find(input.TimeZone ?? "") is null)
            return new("unknown_time_zone", $"Business hours need an IANA time zone, such as Europe/Zurich.");
        if (input.Holidays is { Count: > MaxHolidays } || input.BusinessHours is not { } hours)
            return new("bad_holidays", $"Holidays must be at most {MaxHolidays} dates, one per line, such as 2026-12-25.");
        if (hours.Days.Count > MaxBusinessDays || BusinessCalendar.Find(hours) is not { } calendar)
            return new(
                "bad_business_hours",
                $"Business hours must be at most {MaxBusinessDays} rows with a weekday, a start and another end as HH:mm, such as 09:00 and 17:00."
            );
        var longest = (long)(calendar.TimePerWeek * 2).TotalMinutes;
        return input.WithinMinutes > longest ? new("bad_minutes", $"The time must be at most two weeks of business hours, which are {longest} minutes.") : null;
    }
}
