using System.ComponentModel;

namespace OwnerConsole.Pure.Alerts;

/// <summary>Direction in which a number must differ from earlier ones until an alert fires.</summary>
public enum ChangeDirection
{
    [Description("Up or down")]
    Both,

    [Description("Up")]
    Up,

    [Description("Down")]
    Down,
}

/// <summary>Decides whether a difference has a direction.</summary>
public static class ChangeDirections
{
    /// <param name="direction">Direction that counts.</param>
    /// <param name="difference">The number minus the earlier one.</param>
    /// <param name="limit">Largest difference that is normal, 0 or more.</param>
    /// <returns>Whether the difference is larger than the limit, in a direction that counts.</returns>
    public static bool Exceeds(this ChangeDirection direction, decimal difference, decimal limit) =>
        direction switch
        {
            ChangeDirection.Up => difference > limit,
            ChangeDirection.Down => -difference > limit,
            _ => Math.Abs(difference) > limit,
        };
}
