// axe's check of colours asks, for every text, which elements lie behind it, and most texts on most pages look
// alike. Here each text gets a word for everything that decides its contrast: texts with the same word have
// the same. So axe is asked about each word until it has judged one text with it, see colours.py.
window.colours = (() => {
  const OF_TEXT = [
    "color", "webkitTextFillColor", "webkitTextStrokeWidth", "fontSize", "fontWeight", "fontStyle", "textShadow",
    "textDecorationLine", "borderBottomStyle", "borderBottomWidth", "borderBottomColor", "outlineStyle",
  ];
  // With what they are where an element changes nothing of the ground on which a text stands.
  const OF_GROUND = {
    backgroundColor: "rgba(0, 0, 0, 0)", backgroundImage: "none", opacity: "1", filter: "none",
    backdropFilter: "none", mixBlendMode: "normal", transform: "none", maskImage: "none", zIndex: "auto",
  };
  let texts = [];

  const groundOf = (style) => Object.entries(OF_GROUND)
    .filter(([name, nothing]) => style[name] !== nothing)
    .map(([name]) => `${name}: ${style[name]}`).join("; ");
  const isTiny = (style, box) => style.overflow !== "visible" && (box.width <= 1 || box.height <= 1);

  // Of every element: the grounds on which it stands, one in the other, and whether nothing of it is seen.
  const survey = () => {
    const [grounds, unseen, layers] = [new Map([[null, ""]]), new Set(), []];
    for (const element of document.querySelectorAll("*")) {
      const [style, parent] = [getComputedStyle(element), element.parentElement];
      const ground = groundOf(style);
      grounds.set(element, ground ? `${grounds.get(parent)} / ${ground}` : grounds.get(parent));
      const box = ground || style.overflow !== "visible" ? element.getBoundingClientRect() : null;
      if (unseen.has(parent) || (box && isTiny(style, box))) unseen.add(element);
      else if (ground) layers.push([element, box]);
    }
    return {grounds, unseen, layers};
  };
  const meet = (one, other) =>
    one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
  const said = (element) =>
    [...element.childNodes].map((node) => (node.nodeType === Node.TEXT_NODE ? node.data.trim() : "")).join("");
  const isText = (element) =>
    (said(element) || element.matches("input:not([type=hidden]), select, textarea")) &&
    !element.matches("script, style, noscript") &&
    element.checkVisibility({visibilityProperty: true, contentVisibilityAuto: true});
  const looks = (element) => {
    const style = getComputedStyle(element);
    return OF_TEXT.map((name) => style[name]).join("|");
  };

  const words = () => {
    const {grounds, unseen, layers} = survey();
    const around = (element) => {  // what meets it on the screen, though neither stands in the other
      const box = element.getBoundingClientRect();
      return layers
        .filter(([layer, its]) => meet(its, box) && !layer.contains(element) && !element.contains(layer))
        .map(([layer]) => grounds.get(layer));
    };
    texts = [...document.body.querySelectorAll("*")].filter((one) => isText(one) && !unseen.has(one));
    return texts.map((element) => {
      const link = element.closest("a");
      const amongWords = link && said(link.parentElement) ? looks(link.parentElement) : "";
      const off = element.closest(":disabled, [aria-disabled=true], [inert]") !== null;
      const word = [looks(element), grounds.get(element), amongWords, off, ...around(element)].join("\n");
      return [word, `${element.localName} ${element.innerText} ${element.value}`];
    });
  };

  // Which of these texts axe has judged, and what is wrong with any of them.
  const ask = async (numbers, rules) => {
    const asked = numbers.map((number) => texts[number]);
    const options = {runOnly: rules, resultTypes: ["violations", "passes"], elementRef: true};
    const {violations, passes} = await axe.run({include: asked}, options);
    const nodes = passes.filter((one) => one.id === "color-contrast").flatMap((one) => one.nodes);
    const passed = new Set(nodes.filter((one) => one.any[0]?.data?.contrastRatio).map((one) => one.element));
    const found = violations.flatMap((one) => one.nodes.map((node) =>
      `${one.id}: ${JSON.stringify(node.target)} ${node.failureSummary}`));
    return [numbers.filter((number) => passed.has(texts[number])), found];
  };
  return {words, ask};
})();
