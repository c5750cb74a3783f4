using System.ComponentModel;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Pure.Texts;

namespace OwnerConsole.Reliability.Alerts;

/// <summary>A destination that is notified of alerts that no one has acknowledged in time.</summary>
/// <param name="Severity">Severity of the alerts.</param>
/// <param name="AfterMinutes">Minutes without acknowledgement after the first notification.</param>
/// <param name="Destination">Channel, or team member who receives an email.</param>
/// <param name="Phone">Phone number for SMS and WhatsApp; null for other destinations.</param>
public sealed record EscalationStep(
    [Description("Severity of the alerts.")] AlertSeverity Severity,
    [Description("Minutes without acknowledgement after the first notification, from 1 to 1440.")] int AfterMinutes,
    [OptionsFrom(AlertDestinationSource.Key)] [Description("ID of a channel (chn_…), or of a team member who receives an email (usr_…).")] string Destination,
    [Description("Phone number with country code for SMS and WhatsApp, such as +41441234567. Leave blank for others.")] string? Phone = null
)
{
    /// <summary>Longest delay of a step: one day.</summary>
    internal const int MaxMinutes = 1_440;

    internal TimeSpan After => TimeSpan.FromMinutes(AfterMinutes);

    internal AlertRoute Route => new(Severity, Destination, Phone);

    internal EscalationStep Normalize() => new(Severity, AfterMinutes, Destination.Trim(), Phone.TrimToNull());
}
