using System.Globalization;
using OwnerConsole.Pure.Dependencies;

namespace OwnerConsole.Reliability.ServiceMap.Pages;

/// <summary>Positions and sizes of the drawing of the service map, in pixels.</summary>
internal static class MapShapes
{
    public const int BoxWidth = 168,
        BoxHeight = 44,
        TextInset = 12;

    private const int ColumnGap = 72,
        RowGap = 14,
        Margin = 8,
        HeadLength = 9,
        HeadHalf = 5;

    public static string Width(ServiceMapLayout layout) => Format((2 * Margin) + (layout.Columns * (BoxWidth + ColumnGap)) - ColumnGap);

    public static string Height(ServiceMapLayout layout) => Format((2 * Margin) + (layout.Rows * (BoxHeight + RowGap)) - RowGap);

    public static decimal X(PlacedService service) => Margin + (service.Column * (BoxWidth + ColumnGap));

    public static decimal Y(PlacedService service) => Margin + (service.Row * (BoxHeight + RowGap));

    /// <returns>A curve from a service to the one that it depends on. One that closes a cycle leaves on the left.</returns>
    public static string Line(PlacedService from, PlacedService to, bool isBackward)
    {
        var (startX, startY) = (X(from) + (isBackward ? 0 : BoxWidth), Y(from) + (BoxHeight / 2m));
        var (endX, endY) = Tip(to, isBackward);
        var bend = (isBackward ? -1 : 1) * ColumnGap / 2m;
        var end = endX + (isBackward ? HeadLength : -HeadLength);
        return $"M{Format(startX)} {Format(startY)}C{Format(startX + bend)} {Format(startY)} {Format(end - bend)} {Format(endY)} {Format(end)} {Format(endY)}";
    }

    /// <returns>The arrowhead at the service that is needed.</returns>
    public static string Head(PlacedService to, bool isBackward)
    {
        var (x, y) = Tip(to, isBackward);
        var back = x + (isBackward ? HeadLength : -HeadLength);
        return $"M{Format(x)} {Format(y)}L{Format(back)} {Format(y - HeadHalf)}L{Format(back)} {Format(y + HeadHalf)}Z";
    }

    public static string Format(decimal value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    private static (decimal X, decimal Y) Tip(PlacedService to, bool isBackward) => (X(to) + (isBackward ? BoxWidth : 0), Y(to) + (BoxHeight / 2m));
}
