namespace OwnerConsole.Ui.Theme;

/// <summary>The component that draws a whole page around a route's content: it takes Title, Content and Dialog. The executable names it once.</summary>
public sealed record Frame(Type Component);
