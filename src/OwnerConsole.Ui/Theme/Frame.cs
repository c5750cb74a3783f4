namespace OwnerConsole.Ui.Theme;

/// <summary>Layout component of console pages, with the parameters Title, Content and Dialog. The executable registers it.</summary>
public sealed record Frame(Type Component);
