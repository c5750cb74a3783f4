using System.ComponentModel;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Pure.Texts;

namespace OwnerConsole.Reliability.Alerts;

/// <summary>A destination of the alerts of a severity.</summary>
/// <param name="Severity">Severity of the alerts.</param>
/// <param name="Destination">Channel, or team member who receives an email.</param>
/// <param name="Phone">Phone number for SMS and WhatsApp; null for other destinations.</param>
public sealed record AlertRoute(
    [Description("Severity of the alerts.")] AlertSeverity Severity,
    [OptionsFrom(AlertDestinationSource.Key)] [Description("ID of a channel (chn_…), or of a team member who receives an email (usr_…).")] string Destination,
    [Description("Phone number with country code for SMS and WhatsApp, such as +41441234567. Leave blank for others.")] string? Phone = null
)
{
    /// <summary>Whether it is a channel and not a team member.</summary>
    internal bool IsChannel => Destination.StartsWith("chn_", StringComparison.Ordinal);

    internal AlertRoute Normalize() => new(Severity, Destination.Trim(), Phone.TrimToNull());
}
