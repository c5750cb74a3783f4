using System.ComponentModel;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Plans.Features.Public;

/// <summary>Limit for one feature.</summary>
/// <param name="Feature">Key of the feature.</param>
/// <param name="Allows">The limit, see <see cref="Pure.Allowances.Allowance"/>; empty for no limit in the plan.</param>
public sealed record FeatureLimit(
    [OptionsFrom(FeatureCatalogue.Source)] string Feature,
    [Description("On or off, a number, unlimited, or a value.")] string Allows = ""
);
