using Microsoft.AspNetCore.Components;
using OwnerConsole.Data;

namespace OwnerConsole.Ui.Tables;

/// <summary>Properties of a column that don't depend on its rows.</summary>
public interface IColumn
{
    string Title { get; }

    /// <summary>Name of the column in the address, to show and hide it; null when it is always shown.</summary>
    string? Word { get; }

    /// <summary>Whether the column is hidden by default.</summary>
    bool IsExtra { get; }

    /// <summary>Whether the title is user-defined, so that terminology settings don't apply to it.</summary>
    bool IsAsTyped { get; }

    /// <summary>Field classes of its content. If one of them is hidden from the reader, the column isn't available.</summary>
    IReadOnlyList<FieldClass> FieldClasses { get; }
}

/// <summary>One column of a <see cref="DataTable{TRow}"/>.</summary>
/// <param name="Title">Heading, and label of the cell where no heading is shown.</param>
public sealed record Column<TRow>(string Title, RenderFragment<TRow> Cell) : IColumn
{
    public string? Word { get; init; }

    public bool IsExtra { get; init; }

    public IReadOnlyList<FieldClass> FieldClasses { get; init; } = [];

    /// <summary>Value of the sort parameter for this column; null when it can't be sorted.</summary>
    public string? Sort { get; init; }

    public bool IsAsTyped { get; init; }

    /// <summary>Whether the column contains numbers, which are right-aligned.</summary>
    public bool IsFigure { get; init; }

    /// <summary>Position within the two lines of a row on a phone.</summary>
    public PhonePlacement PhonePlacement { get; init; }
}

/// <summary>Positions within a row on a phone, which has two lines and at most 76 pixels; other columns are on the row's page.</summary>
public enum PhonePlacement
{
    Hidden,
    FirstLine,
    FirstLineEnd,
    SecondLine,
    SecondLineEnd,

    /// <summary>At the end of the row across both lines, for its actions.</summary>
    Beside,
}
