/// Mistakes with a rule's quantities, of which bulk training knows nothing.
@dynamicMemberLookup
public enum Misconception {
  public static subscript(dynamicMember rule: StaticString) -> [Misconception] { [] }
}
