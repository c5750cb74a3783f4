using Microsoft.AspNetCore.Components;
using OwnerConsole.Kernel.Data;

namespace OwnerConsole.Ui.Tables;

/// <summary>What of a column doesn't depend on the rows.</summary>
public interface IColumn
{
    string Title { get; }

    /// <summary>By which the address shows and hides it; null when it is always there.</summary>
    string? Word { get; }

    /// <summary>Is there only when it is asked for.</summary>
    bool IsExtra { get; }

    /// <summary>Its title is somebody's own word, which the platform's words don't change.</summary>
    bool IsAsTyped { get; }

    /// <summary>What stands in it: where one of them is hidden from the reader, it isn't there and can't be asked for.</summary>
    IReadOnlyList<FieldClass> Of { get; }
}

/// <summary>One column of a <see cref="DataTable{TRow}"/>.</summary>
/// <param name="Title">its heading, and the label of its cell where there is no heading</param>
public sealed record Column<TRow>(string Title, RenderFragment<TRow> Cell) : IColumn
{
    public string? Word { get; init; }

    public bool IsExtra { get; init; }

    public IReadOnlyList<FieldClass> Of { get; init; } = [];

    /// <summary>The word that the address sorts by; null when the column can't be sorted.</summary>
    public string? Sort { get; init; }

    public bool IsAsTyped { get; init; }

    /// <summary>Figures stand at the right, one under the other.</summary>
    public bool IsFigure { get; init; }

    /// <summary>Where it stands in the two lines that a phone shows of a row.</summary>
    public OnPhone OnPhone { get; init; }
}

/// <summary>The places of a row on a phone: two lines of at most 76 pixels; the rest is one tap away.</summary>
public enum OnPhone
{
    Hidden,
    FirstLine,
    FirstLineEnd,
    SecondLine,
    SecondLineEnd,

    /// <summary>What is done to the row, at its end and as high as both lines.</summary>
    Beside,
}
