using System.ComponentModel;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Tenants.Features.Public;

/// <summary>How much of one feature is granted.</summary>
/// <param name="Feature">its key</param>
/// <param name="Allows">see <see cref="Pure.Allowances.Allowance"/>; empty for nothing of its own</param>
public sealed record FeatureLimit(
    [ChosenAmong(FeatureBook.Source)] string Feature,
    [Description("On or off, a number or unlimited, or a value.")] string Allows = ""
);
