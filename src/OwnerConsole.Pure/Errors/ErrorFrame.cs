namespace OwnerConsole.Pure.Errors;

/// <summary>A line of a stack trace.</summary>
/// <param name="Function">Null if it is unknown.</param>
/// <param name="File">Module, or path of the file; null if both are unknown.</param>
/// <param name="Line">Number of the line; null if it is unknown.</param>
/// <param name="Column">Number of the column; null if it is unknown.</param>
/// <param name="IsInApp">Whether it belongs to the application and not to a library.</param>
/// <param name="Code">The line of code; null if it was not sent.</param>
public sealed record ErrorFrame(string? Function, string? File, int? Line, int? Column, bool IsInApp, string? Code);

/// <summary>An exception of an error.</summary>
/// <param name="Type">Such as TypeError.</param>
/// <param name="Message">Null if it has none.</param>
/// <param name="Frames">The last call first.</param>
public sealed record ErrorException(string Type, string? Message, IReadOnlyList<ErrorFrame> Frames);
