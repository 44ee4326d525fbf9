"use strict";
(function () {
  const data = JSON.parse(document.getElementById("data").textContent);
  const unpack = (text, type) => {
    const raw = atob(text), bytes = new Uint8Array(raw.length);
    for (let i = 0; i < raw.length; i++) bytes[i] = raw.charCodeAt(i);
    return new type(bytes.buffer);
  };
  const base = data.map;
  const corners = unpack(base.corners, Uint16Array), faces = unpack(base.faces, Uint32Array);
  const home = unpack(base.home, Int8Array), nearest = unpack(base.nearest, Uint16Array);
  const count = home.length;
  const SEA = "#dfe8ee", INK = "#22262b";

  const centre = new Float32Array(2 * count);
  for (let i = 0; i < count; i++) for (let k = 0; k < 6; k++) {
    centre[2 * i] += corners[2 * faces[6 * i + k]] / 6;
    centre[2 * i + 1] += corners[2 * faces[6 * i + k] + 1] / 6;
  }
  const BUCKET = 100, columns = Math.ceil(base.width / BUCKET) + 1, buckets = new Map();
  for (let i = 0; i < count; i++) {
    const key = Math.floor(centre[2 * i] / BUCKET) + columns * Math.floor(centre[2 * i + 1] / BUCKET);
    if (!buckets.has(key)) buckets.set(key, []);
    buckets.get(key).push(i);
  }
  function cellAt(x, y) {
    const bx = Math.floor(x / BUCKET), by = Math.floor(y / BUCKET);
    let best = -1, near = 48 * 48;
    for (let dy = -1; dy <= 1; dy++) for (let dx = -1; dx <= 1; dx++) for (const i of buckets.get(bx + dx + columns * (by + dy)) || []) {
      const d = (centre[2 * i] - x) ** 2 + (centre[2 * i + 1] - y) ** 2;
      if (d < near) { near = d; best = i; }
    }
    return best;
  }
  const rings = (list, closed) => {
    const path = new Path2D();
    for (const line of list) {
      line.forEach((p, i) => (i ? path.lineTo(p[0], p[1]) : path.moveTo(p[0], p[1])));
      if (closed) path.closePath();
    }
    return path;
  };
  const land = rings(base.land, true), lakes = rings(base.lakes, true);
  const borders = rings(base.borders, false), rivers = rings(base.rivers, false);
  const outline = (cells) => {
    const path = new Path2D();
    for (const i of cells) {
      for (let k = 0; k < 6; k++) {
        const c = faces[6 * i + k];
        k ? path.lineTo(corners[2 * c], corners[2 * c + 1]) : path.moveTo(corners[2 * c], corners[2 * c + 1]);
      }
      path.closePath();
    }
    return path;
  };

  const everywhere = outline([...home.keys()]);

  class Plan {
    constructor(box, paint, describe) {
      this.box = box; this.paint = paint; this.describe = describe;
      this.canvas = box.querySelector("canvas"); this.tip = box.querySelector(".tip");
      this.home();
      for (const button of box.querySelectorAll(".zoom button")) button.onclick = () => this.zoom(+button.dataset.by);
      let from = null;
      this.canvas.addEventListener("pointerdown", (e) => { from = [e.clientX, e.clientY]; this.canvas.setPointerCapture(e.pointerId); });
      this.canvas.addEventListener("pointerup", () => (from = null));
      this.canvas.addEventListener("pointerleave", () => { this.tip.style.display = "none"; from = null; });
      this.canvas.addEventListener("pointermove", (e) => {
        if (from && e.buttons) {
          this.view.x -= (e.clientX - from[0]) / this.scale; this.view.y -= (e.clientY - from[1]) / this.scale;
          from = [e.clientX, e.clientY]; this.draw();
        } else this.point(e);
      });
      this.canvas.addEventListener("dblclick", (e) => this.zoom(2, this.at(e)));
      const tallest = 0.9 * window.innerHeight * this.view.w / this.view.h;
      if (tallest > 420) box.style.maxWidth = Math.round(tallest) + "px";
      new ResizeObserver(() => requestAnimationFrame(() => this.draw())).observe(box);
    }
    home() { const [x0, y0, x1, y1] = base.view; this.view = { x: x0, y: y0, w: x1 - x0, h: y1 - y0, zoom: 1 }; }
    at(e) {
      const r = this.canvas.getBoundingClientRect();
      return [(e.clientX - r.left) / this.scale + this.view.x, (e.clientY - r.top) / this.scale + this.view.y];
    }
    zoom(by, about) {
      if (!by) { this.home(); this.draw(); return; }
      const v = this.view, old = v.zoom, [x, y] = about || [v.x + v.w / old / 2, v.y + v.h / old / 2];
      v.zoom = Math.min(12, Math.max(Math.min(1, v.w / base.width, v.h / base.height), old * by));
      v.x = x - (x - v.x) * old / v.zoom; v.y = y - (y - v.y) * old / v.zoom;
      this.draw();
    }
    draw(canvas = this.canvas, width = this.box.clientWidth) {
      const v = this.view, height = Math.round(width * v.h / v.w), ratio = Math.max(2, window.devicePixelRatio || 1);
      if (!width) return;
      if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
        canvas.width = Math.round(width * ratio); canvas.height = Math.round(height * ratio);
        if (canvas === this.canvas) canvas.style.height = height + "px";
      }
      this.scale = width / v.w * v.zoom;
      const inside = (start, span, end) => (span >= end ? (end - span) / 2 : Math.min(Math.max(0, start), end - span));
      v.x = inside(v.x, v.w / v.zoom, base.width); v.y = inside(v.y, v.h / v.zoom, base.height);
      const g = canvas.getContext("2d"), s = this.scale * ratio;
      g.setTransform(1, 0, 0, 1, 0, 0); g.fillStyle = SEA; g.fillRect(0, 0, canvas.width, canvas.height);
      g.setTransform(s, 0, 0, s, -v.x * s, -v.y * s);
      const px = 1 / this.scale;
      g.save();
      g.fillStyle = g.strokeStyle = "#e9e6de"; g.lineWidth = 0.7 * px;
      if (base.land.length) { g.clip(land, "evenodd"); g.fillRect(0, 0, base.width, base.height); } else { g.fill(everywhere); g.stroke(everywhere); }
      this.paint(g, px);
      g.fillStyle = SEA; g.fill(lakes, "evenodd");
      g.restore();
      g.lineJoin = "round";
      g.strokeStyle = "rgba(93,140,170,.75)"; g.lineWidth = 0.8 * px; g.stroke(rivers);
      g.strokeStyle = "#8aa3b2"; g.lineWidth = 0.8 * px; g.stroke(land); g.stroke(lakes);
      g.strokeStyle = "rgba(34,38,43,.75)"; g.lineWidth = 1.1 * px; g.stroke(borders);
      if (this.over) this.over(g, px);
      if (canvas === this.canvas) this.ruler(g, ratio, width, height);
      this.towns(g, ratio, width, height, canvas === this.canvas ? 2 : 0);
    }
    towns(g, ratio, wide, high, least) {
      g.setTransform(ratio, 0, 0, ratio, 0, 0);
      const taken = [];
      g.lineJoin = "round";
      for (const town of base.towns) {
        if (town.rank > least || (town.rank === 2 && this.scale < 0.07)) continue;
        const x = (town.x - this.view.x) * this.scale, y = (town.y - this.view.y) * this.scale;
        if (x < 0 || y < 0 || x > wide || y > high) continue;
        g.font = (least === 0 ? "10px " : town.rank === 0 ? "600 14px " : town.rank === 1 ? "500 12.5px " : "11px ") + "Helvetica Neue, Segoe UI, Arial, DejaVu Sans, sans-serif";
        const w = g.measureText(town.name).width, spots = [[7, 4], [-7 - w, 4], [-w / 2, -8], [-w / 2, 17]];
        const spot = spots.find(([dx, dy]) => x + dx > 2 && x + dx + w < wide - 2 && !taken.some((t) => x + dx - 3 < t[2] && x + dx + w + 3 > t[0] && y + dy - 11 < t[3] && y + dy + 3 > t[1]));
        if (!spot && town.rank === 2) continue;
        const [dx, dy] = spot || spots[0];
        taken.push([x + dx, y + dy - 11, x + dx + w, y + dy + 3], [x - 4, y - 4, x + 4, y + 4]);
        g.beginPath();
        if (town.rank === 0) g.rect(x - 3.5, y - 3.5, 7, 7); else g.arc(x, y, town.rank === 1 ? 3 : 1.8, 0, 7);
        g.fillStyle = town.rank === 2 ? INK : "#fff"; g.strokeStyle = INK; g.lineWidth = 1.5; g.fill(); g.stroke();
        g.strokeStyle = "rgba(255,254,251,.85)"; g.lineWidth = 3; g.strokeText(town.name, x + dx, y + dy);
        g.fillStyle = town.rank === 2 ? "#4a5056" : INK; g.fillText(town.name, x + dx, y + dy);
      }
    }
    ruler(g, ratio, width, height) {
      const km = [500, 200, 100, 50, 20, 10, 5].find((k) => k * 10 * this.scale < width * 0.22) || 5, w = km * 10 * this.scale, y = height - 16;
      g.setTransform(ratio, 0, 0, ratio, 0, 0);
      g.fillStyle = "rgba(255,254,251,.8)"; g.fillRect(8, y - 21, w + 16, 28);
      g.strokeStyle = INK; g.lineWidth = 1.4; g.beginPath(); g.moveTo(16, y - 4); g.lineTo(16, y); g.lineTo(16 + w, y); g.lineTo(16 + w, y - 4); g.stroke();
      g.font = "11.5px Helvetica Neue, Segoe UI, Arial, DejaVu Sans, sans-serif"; g.strokeStyle = "rgba(255,254,251,.85)"; g.lineWidth = 3;
      g.strokeText(km + " km", 20, y - 6); g.fillStyle = INK; g.fillText(km + " km", 20, y - 6);
    }
    point(e) {
      const [x, y] = this.at(e), cell = cellAt(x, y), text = cell < 0 ? "" : this.describe(cell);
      if (!text) { this.tip.style.display = "none"; return; }
      this.tip.innerHTML = ""; const b = document.createElement("b"); b.textContent = text[0]; this.tip.append(b, document.createElement("br"), text[1]);
      this.tip.style.display = "block";
      const r = this.box.getBoundingClientRect(), left = e.clientX - r.left;
      this.tip.style.left = (left > r.width - 275 ? left - this.tip.offsetWidth - 12 : left + 14) + "px"; this.tip.style.top = e.clientY - r.top + 14 + "px";
    }
  }
  const placeOf = (i) => (base.names.length ? "Near " + base.names[nearest[i]] : "");
  const press = (buttons, chosen) => buttons.forEach((b) => b.setAttribute("aria-pressed", b === chosen));

  const lossBox = document.getElementById("loss-map");
  if (lossBox && data.loss) {
    const loss = data.loss, classes = loss.classes.map((t) => unpack(t, Uint8Array)), chance = loss.chance.map((t) => unpack(t, Uint8Array));
    const other = outline([...home.keys()].filter((i) => home[i] !== 0));
    const layers = classes.map((row) => loss.colours.map((_, c) => outline([...row.keys()].filter((i) => home[i] === 0 && row[i] === c))));
    let shown = loss.days.length - 1;
    const plan = new Plan(lossBox, (g, px) => {
      g.fillStyle = "#d9d6cf"; g.fill(other); g.strokeStyle = "#d9d6cf"; g.lineWidth = px; g.stroke(other);
      layers[shown].forEach((path, c) => { g.fillStyle = g.strokeStyle = loss.colours[c]; g.lineWidth = 0.7 * px; g.fill(path); g.stroke(path); });
    }, (i) => [placeOf(i), home[i] !== 0 ? "Not the defender's at H-hour" : chance[shown][i] ? "in enemy hands at the end of day " + loss.days[shown] + " in " + (chance[shown][i] === 1 ? "under 1" : chance[shown][i] === 199 ? "over 99" : chance[shown][i] / 2) + " % of " + data.draws + " draws" : "not lost by day " + loss.days[shown] + " in any of " + data.draws + " draws"]);
    const buttons = [...document.querySelectorAll("#loss-days button")];
    buttons.forEach((b, i) => (b.onclick = () => { shown = i; press(buttons, b); plan.draw(); }));
    plan.draw();
    const paper = document.getElementById("loss-paper");
    window.addEventListener("beforeprint", () => {
      const chosen = shown;
      paper.replaceChildren(...loss.days.map((day, i) => {
        const figure = document.createElement("figure"), caption = document.createElement("figcaption"), canvas = document.createElement("canvas");
        shown = i; caption.textContent = "Day " + day; figure.append(caption, canvas); plan.draw(canvas, 170);
        return figure;
      }));
      shown = chosen; plan.draw();
    });
    window.addEventListener("afterprint", () => paper.replaceChildren());
  }

  const folded = [...document.querySelectorAll("details:not([open]):not(.long)")];
  window.addEventListener("beforeprint", () => folded.forEach((part) => (part.open = true)));
  window.addEventListener("afterprint", () => folded.forEach((part) => (part.open = false)));

  const replayBox = document.getElementById("replay-map");
  if (replayBox && data.replay) {
    const replay = data.replay, start = unpack(replay.control, Int8Array);
    const hours = unpack(replay.change_hour, Int16Array), cells = unpack(replay.change_cell, Uint16Array), sides = unpack(replay.change_side, Int8Array);
    const COLOURS = ["#c3d6ea", "#efc3bb"], SIDE = ["#1f5494", "#a3241d"], STATUS = ["waiting", "ready", "broken", "destroyed", "in contact"];
    let hour = Math.max(0, replay.first), control = start.slice(), byCell = new Map();
    const stateAt = (unit) => {
      const s = unit.steps; let low = 0, high = s.length / 4 - 1;
      if (s[0] > hour) return null;
      while (low < high) { const mid = (low + high + 1) >> 1; if (s[4 * mid] <= hour) low = mid; else high = mid - 1; }
      return s[4 * low + 1] < 0 || s[4 * low + 3] === 3 ? null : { cell: s[4 * low + 1], strength: s[4 * low + 2] / 20, status: s[4 * low + 3], unit };
    };
    const set = (h) => {
      hour = h; control = start.slice(); byCell = new Map();
      for (let i = 0; i < hours.length && hours[i] <= hour; i++) control[cells[i]] = sides[i];
      for (const unit of replay.units) {
        const state = stateAt(unit);
        if (!state) continue;
        const key = 2 * state.cell + unit.side;
        if (!byCell.has(key)) byCell.set(key, []);
        byCell.get(key).push(state);
      }
    };
    const plan = new Plan(replayBox, (g, px) => {
      for (const side of [0, 1]) {
        const path = outline([...control.keys()].filter((i) => control[i] === side));
        g.fillStyle = g.strokeStyle = COLOURS[side]; g.lineWidth = 0.7 * px; g.fill(path); g.stroke(path);
      }
    }, (i) => {
      const here = [0, 1].flatMap((side) => byCell.get(2 * i + side) || []);
      const list = here.slice(0, 6).map((s) => s.unit.name + " (" + Math.round(100 * s.strength) + " %, " + STATUS[s.status] + ")");
      return [placeOf(i), (here.length ? list.join("; ") + (here.length > 6 ? " and " + (here.length - 6) + " more" : "") : ["held by Blue", "held by Red"][control[i]] || "neither side's")];
    });
    plan.over = (g, px) => {
      for (const [key, group] of byCell) {
        const i = key >> 1, side = key & 1, fight = group.some((s) => s.status === 4), size = (5.4 + Math.min(3, group.length)) * px;
        const x = centre[2 * i] + (byCell.has(key ^ 1) ? (side ? 5 : -5) * px : 0), y = centre[2 * i + 1];
        g.beginPath();
        if (side) { g.moveTo(x, y - size); g.lineTo(x + size, y); g.lineTo(x, y + size); g.lineTo(x - size, y); g.closePath(); }
        else g.rect(x - size, y - 0.68 * size, 2 * size, 1.36 * size);
        g.globalAlpha = 0.35 + 0.65 * Math.max(...group.map((s) => s.strength));
        g.fillStyle = SIDE[side]; g.fill(); g.globalAlpha = 1;
        g.strokeStyle = fight ? "#f2b21b" : "#fffefb"; g.lineWidth = (fight ? 2.2 : 1) * px; g.stroke();
        if (group.length > 1) { g.fillStyle = "#fff"; g.font = "600 " + 9.5 * px + "px Arial, sans-serif"; g.textAlign = "center"; g.fillText(group.length, x, y + 3.4 * px); g.textAlign = "start"; }
      }
    };
    const slider = document.getElementById("hour"), clock = document.getElementById("clock"), play = document.getElementById("play");
    const log = [...document.querySelectorAll("#log button")], filter = document.getElementById("log-filter");
    const mark = () => {
      let last = null;
      for (const line of log) { line.removeAttribute("aria-current"); if (+line.dataset.hour <= hour && !line.parentNode.hidden) last = line; }
      if (!last) return;
      last.setAttribute("aria-current", "true");
      const list = last.parentNode.parentNode, top = last.parentNode.offsetTop;
      if (top < list.scrollTop || top + last.offsetHeight > list.scrollTop + list.clientHeight) list.scrollTop = top - list.clientHeight / 2;
    };
    for (const line of log) line.onclick = () => show(Math.min(replay.last, Math.max(replay.first, +line.dataset.hour)));
    if (filter) filter.oninput = () => {
      for (const line of log) line.parentNode.hidden = !line.textContent.toLowerCase().includes(filter.value.trim().toLowerCase());
      mark();
    };
    const show = (h) => { set(h); mark(); slider.value = h; clock.textContent = h < 0 ? "H" + h + " h" : "day " + (Math.floor(h / 24) + 1) + ", H+" + h + " h"; plan.draw(); };
    slider.oninput = () => show(+slider.value);
    let timer = 0;
    play.onclick = () => {
      if (timer) { clearInterval(timer); timer = 0; play.textContent = "Play"; return; }
      play.textContent = "Stop"; if (hour >= replay.last) show(Math.max(0, replay.first));
      timer = setInterval(() => { if (hour >= replay.last) { play.click(); return; } show(Math.min(replay.last, hour + 2)); }, 60);
    };
    show(Math.min(replay.last, 48));
  }
})();
