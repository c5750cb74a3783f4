using System.Collections.Frozen;
using OwnerConsole.Kernel.Data;

namespace OwnerConsole.Kernel.Identities;

/// <summary>Some of the tenants, which people of a role see and act on instead of all.</summary>
/// <param name="Words">what an address of the directory would say to show them: <c>plan=pro&amp;tag=vip</c></param>
/// <param name="Tenants">ids of those that it would show now</param>
public sealed record Segment(string Words, IReadOnlySet<string> Tenants)
{
    /// <summary>One that says for each statement which rows may be seen: made once for all who ask meanwhile.</summary>
    internal Bound Bound { get; } = new(Tenants);

    /// <summary>Of which nobody is known yet: who is bound to it sees nothing until <see cref="Segments"/> has looked.</summary>
    internal static Segment? Unread(string? words) => words is null ? null : Of(words, []);

    internal static Segment Of(string words, IEnumerable<string> tenants) => new(words, tenants.ToFrozenSet(StringComparer.Ordinal));
}
