using System.Globalization;

namespace OwnerConsole.Ui.Charts;

/// <summary>A band of a Sankey chart.</summary>
/// <param name="From">Label of the node on the left.</param>
/// <param name="To">Label of the node on the right.</param>
/// <param name="Left">Height at the left end, at least 0.</param>
/// <param name="Right">Height at the right end, at least 0.</param>
/// <param name="Look">CSS class: whole, gain or loss.</param>
/// <param name="Title">Description of the band.</param>
public sealed record SankeyFlow(string From, string To, decimal Left, decimal Right, string Look, string Title);

/// <summary>Layout of a Sankey chart with two columns of nodes, in percent of its width and height.</summary>
public sealed class Sankey
{
    /// <summary>Horizontal ends of the bands; labels are outside of them.</summary>
    public const decimal LeftEdge = 22,
        RightEdge = 78;

    private const decimal Gap = 2.5m,
        Top = 2,
        Height = 96;

    private readonly decimal _scale;

    public Sankey(IReadOnlyList<SankeyFlow> flows)
    {
        var (left, right) = (Group(flows, flow => flow.From, flow => flow.Left), Group(flows, flow => flow.To, flow => flow.Right));
        var gaps = Gap * (Math.Max(left.Count, right.Count) - 1);
        var most = Math.Max(left.Sum(node => node.Sum), right.Sum(node => node.Sum));
        _scale = most == 0 ? 0 : Math.Max(10, Height - gaps) / most;
        (Left, Right) = (Place(left), Place(right));
        Bands = Draw(flows);
    }

    /// <summary>Nodes in the order of the chart, the largest first.</summary>
    public IReadOnlyList<Node> Left { get; }

    public IReadOnlyList<Node> Right { get; }

    /// <summary>Bands with their outline in a square of 100 units.</summary>
    public IReadOnlyList<(SankeyFlow Flow, string Path)> Bands { get; }

    private static List<(string Label, decimal Sum)> Group(IReadOnlyList<SankeyFlow> flows, Func<SankeyFlow, string> label, Func<SankeyFlow, decimal> height) =>
        [
            .. flows
                .GroupBy(label, StringComparer.Ordinal)
                .Select(node => (node.Key, Sum: node.Sum(height)))
                .OrderByDescending(node => node.Sum)
                .ThenBy(node => node.Key, StringComparer.Ordinal),
        ];

    private List<Node> Place(List<(string Label, decimal Sum)> nodes)
    {
        var (placed, y) = (new List<Node>(), Top);
        foreach (var (label, sum) in nodes)
        {
            placed.Add(new(label, y, sum * _scale));
            y += (sum * _scale) + Gap;
        }
        return placed;
    }

    private List<(SankeyFlow, string)> Draw(IReadOnlyList<SankeyFlow> flows)
    {
        var (from, to) = (Left.ToDictionary(node => node.Label, node => node.Y), Right.ToDictionary(node => node.Label, node => node.Y));
        var ends = flows.ToDictionary(flow => flow, _ => (Left: 0m, Right: 0m));
        // Bands leave a node in the order of their targets and reach one in the order of their origins, so that they cross as little as possible.
        foreach (var flow in flows.OrderBy(flow => to[flow.To]))
        {
            ends[flow] = (from[flow.From], 0);
            from[flow.From] += flow.Left * _scale;
        }
        foreach (var flow in flows.OrderBy(flow => ends[flow].Left))
        {
            ends[flow] = (ends[flow].Left, to[flow.To]);
            to[flow.To] += flow.Right * _scale;
        }
        return [.. flows.Select(flow => (flow, Outline(ends[flow].Left, flow.Left * _scale, ends[flow].Right, flow.Right * _scale)))];
    }

    private static string Outline(decimal left, decimal leftHeight, decimal right, decimal rightHeight)
    {
        const decimal Middle = (LeftEdge + RightEdge) / 2;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"M{LeftEdge} {left:0.##}C{Middle} {left:0.##} {Middle} {right:0.##} {RightEdge} {right:0.##}V{right + rightHeight:0.##}C{Middle} {right + rightHeight:0.##} {Middle} {left + leftHeight:0.##} {LeftEdge} {left + leftHeight:0.##}Z"
        );
    }

    /// <param name="Y">Top of the node.</param>
    public sealed record Node(string Label, decimal Y, decimal Height)
    {
        public decimal Middle => Y + (Height / 2);
    }
}
